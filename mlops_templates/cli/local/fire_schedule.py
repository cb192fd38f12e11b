"""`local fire-schedule`: what a schedule starts, without waiting for its time."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import state_option
from mlops_templates.cli.local.running import running_on


@click.command("fire-schedule", epilog="Exit codes: 0 it fires; 2 there is no such schedule, or none runs.")
@state_option
@click.option("--group", default="default", show_default=True, help="The group of the schedule.")
@click.option("--account", metavar="ID", help="The schedule's account (12 digits).  [default: 123456789012]")
@click.option("--region", help="The schedule's region.  [default: that of the embedded AWS]")
@click.argument("name")
def command(state: Path, name: str, group: str, account: str | None, region: str | None) -> None:
    """Fire the schedule NAME of EventBridge Scheduler at once, even when it is disabled. Its own times stay.

    Its target is called as its role, as ever: what IAM denies at night it denies now.
    """
    from mlops_templates.cli.local.env import of_account
    from mlops_templates.localaws import visit

    aws = running_on(state)
    variables = of_account(aws, account) if account else aws.environment
    made = visit.fire_schedule({**variables, **({"AWS_REGION": region} if region else {})}, name, group)
    click.echo(f"{made['ScheduleArn']} fires: {made['TargetArn']}")
