"""`local env`: how clients reach a running embedded AWS."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlops_templates.cli.local.options import state_option
from mlops_templates.cli.local.running import running_on
from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

DEFAULT_ACCOUNT = "123456789012"


@click.command("env", epilog="Exit codes: 0 printed; 2 none runs.")
@state_option
@click.option("--output", type=click.Choice(["shell", "json"]), default="shell", show_default=True)
@click.option("--account", metavar="ID", help="Another account (12 digits): every one exists.  [default: 123456789012]")
def command(state: Path, output: str, account: str | None) -> None:
    """Print the variables that let boto3, the AWS CLI and git reach a running embedded AWS.

    Use it as: eval "$(mlops-templates local env)"

    With --account you act as the administrator of that account, through its OrganizationAccountAccessRole: the way
    into the target accounts of stack sets, roles and deploys.

    Version 1 of the AWS CLI goes its own way for `aws sqs`: add --endpoint-url $AWS_ENDPOINT_URL there.
    """
    aws = running_on(state)
    environment = of_account(aws, account) if account else aws.environment
    if output == "json":
        click.echo(json.dumps(environment, indent=2))
        return
    for name, value in environment.items():
        click.echo(f"export {name}={shlex.quote(value)}")


def of_account(aws: LocalAws, account: str) -> dict[str, str]:
    """The variables with which the administrator of an account acts."""
    from mlops_templates.localaws.testing import LocalAwsServer

    if not re.fullmatch(r"\d{12}", account):
        raise MlopsTemplatesError(f"{account!r} is no account: an account has 12 digits.")
    if account == DEFAULT_ACCOUNT:
        return aws.environment
    return LocalAwsServer(aws, aws.environment["AWS_REGION"]).account(account).environment
