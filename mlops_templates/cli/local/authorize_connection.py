"""`local authorize-connection`: what a person does in a browser once, to let AWS in at a code provider."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import state_option
from mlops_templates.cli.local.running import running_on
from mlops_templates.errors import MlopsTemplatesError


@click.command(
    "authorize-connection", epilog="Exit codes: 0 it is available; 2 there is no such connection, or none runs."
)
@state_option
@click.argument("arn")
def command(state: Path, arn: str) -> None:
    """Authorise the connection ARN, which is PENDING after its creation: it becomes AVAILABLE.

    On AWS this takes the console and the provider's own page. Here a local git host stands for the provider.
    """
    from mlops_templates.cli.local.env import of_account
    from mlops_templates.localaws import visit

    aws = running_on(state)
    parts = arn.split(":")
    if len(parts) != 6 or not parts[5].startswith("connection/"):
        raise MlopsTemplatesError(f"{arn!r} is not the ARN of a connection.")
    made = visit.authorize_connection({**of_account(aws, parts[4]), "AWS_REGION": parts[3]}, arn)
    click.echo(f"{made['ProviderType']} connection {made['ConnectionArn']} is {made['ConnectionStatus']}.")
