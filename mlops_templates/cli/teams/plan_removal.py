"""`teams plan-removal`: what taking accounts back would do."""

from __future__ import annotations

import json

import click

from mlops_templates.cli.teams.options import to_look

BLOCKED = 1


@click.command(
    "plan-removal",
    epilog="Exit codes: 0 nothing stands against it, or it is done; 1 something stands against it; "
    "2 no such team, no catalogue here, or AWS refused.",
)
@click.argument("team", metavar="TEAM")
@to_look
@click.pass_context
def command(ctx: click.Context, team: str, region: str | None, role: str, output: str) -> None:
    """Tell which stacks go from each account of a team, what stays, and what stands against it. Reads only.

    Example: mlops-templates teams plan-removal risk
    """
    from mlops_templates.cli.teams.documents import plan_document
    from mlops_templates.cli.teams.texts import plan_text
    from mlops_templates.teams import connect, make_plan, read_team

    access = connect(region, role)
    plan = make_plan(read_team(team, access.governance.client("dynamodb")), access)
    click.echo(json.dumps(plan_document(plan), indent=2) if output == "json" else "\n".join(plan_text(plan)))
    ctx.exit(BLOCKED if plan.blocks or plan.busy else 0)
