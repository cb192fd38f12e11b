"""What all verbs about teams are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

region = click.option("--region", help="AWS region. Default: that of the environment or profile.")
output = click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
role = click.option(
    "--role",
    default="OrganizationAccountAccessRole",
    show_default=True,
    metavar="NAME",
    help="Role, with its path, by which one enters the accounts of the team and the tooling account.",
)

Command = Callable[..., Any]


def to_look(command: Command) -> Command:
    """Options of a verb that looks into accounts."""
    return region(role(output(command)))
