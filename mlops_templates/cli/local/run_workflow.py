"""`local run-workflow`: a GitHub workflow by hand, or as its schedule would start it."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import attached, state_option


@click.command("run-workflow", epilog="Exit codes: 0 it runs; 2 there is no such workflow, or no embedded AWS runs.")
@state_option
@click.option("--ref", default="main", show_default=True, help="The branch.")
@click.option("--schedule", metavar="CRON", default="", help="Run it as this schedule of the workflow does.")
@click.argument("repository", metavar="OWNER/NAME")
@click.argument("workflow")
def command(state: Path, repository: str, workflow: str, ref: str, schedule: str) -> None:
    """Run the WORKFLOW (a file of .github/workflows) of the repository OWNER/NAME of the local git host.

    Its log is in logs/workflows of the state folder; `local workflow-runs` tells how it goes.
    """
    from mlops_templates.localaws import visit

    made = visit.run_workflow(attached(state).environment, repository, workflow, ref=ref, schedule=schedule)
    click.echo(f"Run {made['Run']} of {made['Workflow']} begins, by {made['Event']}")
