"""`local stop`: end a running embedded AWS."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import line_for, state_option


@click.command("stop", epilog="Exit codes: 0 nothing runs any more; 2 it does not stop.")
@state_option
def command(state: Path) -> None:
    """Stop the embedded AWS of a state folder, with every job and endpoint. Not running is fine.

    What it knows is kept for the next start.
    """
    from mlops_templates.localaws import attach

    aws = attach(state.resolve())
    if aws is None:
        click.echo(f"No embedded AWS runs on {state}.")
        return
    aws.stop()
    click.echo(f"Stopped the embedded AWS at {aws.url}.")
    if aws.keeps:
        click.echo(f"Go on with it:  {line_for('start', aws.state)}")
        click.echo(f"Forget it:      {line_for('start', aws.state)} --fresh")
