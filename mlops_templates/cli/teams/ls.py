"""`teams ls`: all teams of the catalogue."""

from __future__ import annotations

import json

import click

from mlops_templates.cli.teams.options import output, region

COLUMNS = ("team", "status", "staging", "production", "development", "tooling", "cost centre", "since")


@click.command("ls", epilog="Exit codes: 0 listed, also when there are none; 2 no catalogue here, or AWS refused.")
@region
@output
def command(region: str | None, output: str) -> None:
    """List the teams of the catalogue, those that gave their accounts back too.

    Example: mlops-templates teams ls
    """
    from mlops_templates.cli.teams.documents import team_document
    from mlops_templates.publish.clients import client_of, open_session
    from mlops_templates.teams import read_teams

    teams = read_teams(client_of(open_session(region), "dynamodb"))
    if output == "json":
        click.echo(json.dumps([team_document(team) for team in teams], indent=2))
        return
    if not teams:
        click.echo("No team has accounts of its own yet.")
        return
    rows: list[tuple[str, ...]] = [COLUMNS]
    for team in teams:
        accounts = tuple(team.accounts.get(part, "-") for part in ("staging", "production", "development"))
        rows.append((team.name, team.status, *accounts, team.tooling, team.cost_center or "-", team.updated))
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
