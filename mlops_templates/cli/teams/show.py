"""`teams show`: what a team has, its history, and what runs in its accounts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mlops_templates.cli.teams.options import to_look

if TYPE_CHECKING:
    from mlops_templates.teams import Overview


@click.command("show", epilog="Exit codes: 0 shown; 2 no such team, no catalogue here, or AWS refused.")
@click.argument("team", metavar="TEAM")
@to_look
def command(team: str, region: str | None, role: str, output: str) -> None:
    """Tell what a team has, what was done to it, and what projects run in each of its accounts.

    Example: mlops-templates teams show risk
    """
    from mlops_templates.cli.teams.documents import overview_document
    from mlops_templates.teams import connect, look, read_team

    access = connect(region, role)
    found = look(read_team(team, access.governance.client("dynamodb")), access)
    if output == "json":
        click.echo(json.dumps(overview_document(found), indent=2))
    else:
        click.echo("\n".join(_text(found)))


def _text(found: Overview) -> Iterator[str]:
    team, held = found.team, found.account_set
    yield f"{team.name}: {team.status} since {team.updated}"
    yield f"  cost centre      {team.cost_center or '-'}"
    yield f"  tooling account  {team.tooling}"
    yield f"  stack            {team.stack_id}"
    yield f"  stack status     {held.status}{f', {held.reason}' if held.reason else ''}"
    yield f"  made             {held.created or 'unknown'}"
    if held.product:
        yield f"  product          {held.product.name} ({held.product.id}), {held.product.status}"
    if held.history:
        yield "\nHistory"
    for event in held.history:
        yield f"  {event.began}  {event.deed}  {event.status}{f': {event.reason}' if event.reason else ''}"
    for account in found.accounts:
        yield f"\n{account.part} account {account.account}"
        for one in (one for one in held.instances if one.account == account.account):
            yield f"  stack set {one.stack_set}: {one.status}{f', {one.reason}' if one.reason else ''}"
        if account.not_seen:
            yield f"  could not look: {account.not_seen}"
        elif not account.running:
            yield "  nothing of a project runs here"
        yield from (f"  {one.kind} {one.name} {one.status}".rstrip() for one in account.running)
