"""`local approve-environment`: what a required reviewer of an environment says."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import attached, state_option


@click.command("approve-environment", epilog="Exit codes: 0 said; 2 nothing waits, or no embedded AWS runs.")
@state_option
@click.option("--reject", is_flag=True, help="Turn the job down instead.")
@click.argument("repository", metavar="OWNER/NAME")
@click.argument("environment")
def command(state: Path, repository: str, environment: str, reject: bool) -> None:
    """Let the job pass that waits for an ENVIRONMENT of the repository OWNER/NAME of the local git host."""
    from mlops_templates.localaws import visit

    decision = "reject" if reject else "approve"
    made = visit.approve_environment(attached(state).environment, repository, environment, decision)
    click.echo(f"Run {made['Run']} of {made['Workflow']}: {environment} {'turned down' if reject else 'approved'}")
