"""`local env`: how clients reach a running embedded AWS."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

from mlops_templates.cli.local.options import line_for, state_option
from mlops_templates.errors import MlopsTemplatesError


@click.command("env", epilog="Exit codes: 0 printed; 2 none runs.")
@state_option
@click.option("--output", type=click.Choice(["shell", "json"]), default="shell", show_default=True)
def command(state: Path, output: str) -> None:
    """Print the variables that let boto3, the AWS CLI and git reach a running embedded AWS.

    Use it as: eval "$(mlops-templates local env)"

    Version 1 of the AWS CLI goes its own way for `aws sqs`: add --endpoint-url $AWS_ENDPOINT_URL there.
    """
    from mlops_templates.localaws import attach

    aws = attach(state.resolve())
    if aws is None:
        raise MlopsTemplatesError(f"no embedded AWS runs on {state}. Start one: {line_for('start', state)}")
    if output == "json":
        click.echo(json.dumps(aws.environment, indent=2))
        return
    for name, value in aws.environment.items():
        click.echo(f"export {name}={shlex.quote(value)}")
