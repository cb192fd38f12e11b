"""`teams remove`: take the accounts of a team back, and report what remains."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from mlops_templates.cli.teams.options import to_look
from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.teams import RemovalPlan

NOT_DONE, PARTLY_DONE = 1, 5


@click.command(
    "remove",
    epilog="Exit codes: 0 taken back, or it was before; 1 not confirmed or something stands against it, nothing "
    "written; 2 bad input or AWS refused, nothing written; 5 stopped after the first write: running the same command "
    "again goes on.",
)
@click.argument("team", metavar="TEAM")
@click.option("--yes", "confirmed", metavar="TEAM", help="Do not ask: the name of the team once more.")
@click.option(
    "--even-if-used",
    is_flag=True,
    help="Also when projects use the accounts, things of theirs run there, or nobody could look.",
)
@to_look
@click.pass_context
def command(
    ctx: click.Context,
    team: str,
    confirmed: str | None,
    even_if_used: bool,
    region: str | None,
    role: str,
    output: str,
) -> None:
    """Take the accounts of a team back: show the plan, ask, remove, wait, and report all that remains.

    It can be stopped at any moment and run again: it goes on where it stopped, and at the end reports anew.

    Example: mlops-templates teams remove risk
    """
    from mlops_templates.teams import RemovalStoppedError, connect, make_plan, read_team, remove, what_remains

    if confirmed is not None and confirmed != team:
        raise MlopsTemplatesError(f"--yes {confirmed} is another team than {team}: nothing was written.")
    access = connect(region, role)
    plan = make_plan(read_team(team, access.governance.client("dynamodb")), access)
    _show(plan, output)
    if not _may_go_on(plan, confirmed, even_if_used, output):
        ctx.exit(NOT_DONE)
    try:
        entry = remove(plan, access.governance, lambda step: click.echo(f"teams remove: {step}", err=True))
    except RemovalStoppedError as error:
        click.echo(f"mlops-templates: error: {error}", err=True)
        ctx.exit(PARTLY_DONE)
    remains = what_remains(entry, access)
    if output == "json":
        from mlops_templates.cli.teams.documents import remains_document, team_document

        click.echo(json.dumps({**team_document(entry), "remains": remains_document(remains)}, indent=2))
    else:
        from mlops_templates.cli.teams.texts import remains_text

        click.echo("\n".join(["", *remains_text(team, remains)]))


def _show(plan: RemovalPlan, output: str) -> None:
    from mlops_templates.cli.teams.texts import plan_text

    click.echo("\n".join(plan_text(plan)), err=output == "json")


def _may_go_on(plan: RemovalPlan, confirmed: str | None, even_if_used: bool, output: str) -> bool:
    """Whether it is done already, or wanted and allowed."""
    if plan.is_done:
        return True
    if plan.busy or (plan.blocks and not even_if_used):
        advice = "" if plan.busy else " Mend that first, or give --even-if-used."
        click.echo(f"Nothing was written.{advice}", err=True)
        return False
    if confirmed is None and not _typed(plan.team.name, output):
        click.echo(f"Nothing was written. Give --yes {plan.team.name} to remove without being asked.", err=True)
        return False
    return True


def _typed(name: str, output: str) -> bool:
    if output == "json" or not sys.stdin.isatty():
        return False
    return bool(click.prompt("Type the name of the team to remove all this", default="", err=True) == name)
