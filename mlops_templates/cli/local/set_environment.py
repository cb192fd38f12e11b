"""`local set-environment`: who must agree before jobs of a GitHub environment begin."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import attached, state_option


@click.command("set-environment", epilog="Exit codes: 0 set; 2 no such repository, or no embedded AWS runs.")
@state_option
@click.option("--reviewers", default="", help="Names, separated by commas. None: its jobs wait for nobody.")
@click.argument("repository", metavar="OWNER/NAME")
@click.argument("environment")
def command(state: Path, repository: str, environment: str, reviewers: str) -> None:
    """Say who reviews jobs of an ENVIRONMENT of the repository OWNER/NAME of the local git host."""
    from mlops_templates.localaws import visit

    made = visit.set_environment(attached(state).environment, repository, environment, reviewers)
    click.echo(f"{environment}: reviewed by {', '.join(made['Reviewers']) or 'nobody'}")
