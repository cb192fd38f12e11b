"""`local status`: whether an embedded AWS runs, and what it imitates."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import click

from mlops_templates.cli.local.options import line_for, state_option


@click.command("status", epilog="Exit codes: 0 it runs; 1 none runs.")
@state_option
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, state: Path, output: str) -> None:
    """Tell whether an embedded AWS runs on a state folder, what it imitates and what it does not evaluate."""
    from mlops_templates.localaws import attach

    aws = attach(state.resolve())
    facts = _facts(aws.url) if aws else _rest(state.resolve())
    if output == "json":
        click.echo(json.dumps(facts, indent=2))
    else:
        _print(facts)
    ctx.exit(0 if aws else 1)


def _facts(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{url}/_local/status", timeout=10) as answer:  # noqa: S310 - our own loopback address
        return {"running": True, **json.load(answer)}


def _rest(state: Path) -> dict[str, Any]:
    from mlops_templates.localaws.keeping.store import Store

    return {"running": False, "state": str(state), "keeps": Store(state).used}


def _print(facts: dict[str, Any]) -> None:
    if not facts["running"]:
        click.echo(f"No embedded AWS runs on {facts['state']}.")
        if facts["keeps"]:
            click.echo(
                f"What an earlier one knew is kept there. Go on with it:  {line_for('start', Path(facts['state']))}"
            )
        return
    click.echo(f"Running at {facts['url']} (process {facts['pid']}), state in {facts['state']}")
    click.echo(f"Since {facts['since']}; {_kept(facts['kept'])}")
    click.echo(f"Services: {', '.join(facts['services'])}")
    click.echo("Not evaluated:")
    for line in facts["not_evaluated"]:
        click.echo(f"  {line}")


def _kept(kept: dict[str, Any] | None) -> str:
    if kept is None:
        return "nothing is kept when it stops"
    size = (kept["snapshots"] + kept["objects"] + kept["repositories"]) / 1_000
    return f"what it knows is kept in {kept['folder']} and {kept['repositories_folder']} ({size:,.0f} kB)"
