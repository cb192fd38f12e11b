"""`local workflow-runs`: how the workflows of a GitHub repository went."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import attached, state_option


@click.command("workflow-runs", epilog="Exit codes: 0 told; 2 no such repository, or no embedded AWS runs.")
@state_option
@click.argument("repository", metavar="OWNER/NAME")
def command(state: Path, repository: str) -> None:
    """List the runs of the workflows of the repository OWNER/NAME of the local git host, with their jobs."""
    from mlops_templates.localaws import visit

    for run in visit.workflow_runs(attached(state).environment, repository):
        click.echo(f"{run['Run']} {run['Workflow']} {run['Event']} {run['Ref']}: {run['Conclusion'] or run['Status']}")
        for name, job in run["Jobs"].items():
            click.echo(f"    {name}: {job['Conclusion'] or job['Status']}")
        if run["Message"]:
            click.echo(f"    {run['Message']}")
