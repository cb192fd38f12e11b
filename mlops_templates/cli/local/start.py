"""`local start`: an embedded AWS that stays."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import line_for, port_option, region_option, state_option


@click.command("start", epilog="Exit codes: 0 it answers; 2 it cannot start (port taken, already running, no git).")
@state_option
@port_option
@region_option
@click.option("--fresh", is_flag=True, help="Forget what an earlier one kept in the folder.")
def command(state: Path, port: int, region: str, fresh: bool) -> None:
    """Start an embedded AWS and leave it running until `mlops-templates local stop`.

    It goes on from what an earlier one kept in the folder: resources, keys, and the port if that is free.

    A build or job may hold the memory of its instance type, and no more than this machine has. The variable
    MLOPS_TEMPLATES_JOB_MEMORY sets another limit for all of them: a number of GiB, or off.
    """
    from mlops_templates.localaws import launch

    aws = launch(state.resolve(), port, region, fresh=fresh)
    click.echo(f"The embedded AWS answers at {aws.url} (process {aws.pid}).")
    click.echo(f'Use it:   eval "$({line_for("env", aws.state)})"')
    click.echo(f"Stop it:  {line_for('stop', aws.state)}")
