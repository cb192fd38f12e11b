"""`lint`: cfn-lint and our own rules over templates."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.command("lint", epilog="Exit codes: 0 no finding; 1 findings; 2 bad input.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES]...")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], output: str) -> None:
    """Check templates, by default all that are committed, with cfn-lint and the rules E9501 and up."""
    from mlops_templates.data import data_folder
    from mlops_templates.lint import lint

    templates = files or tuple(sorted(data_folder("cloudformation").glob("*.yaml")))
    findings = lint(templates)
    if output == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.file}:{finding.line}: {finding.rule} {finding.message}")
        click.echo(f"{_count(len(templates), 'template')}, {_count(len(findings), 'finding')}")
    ctx.exit(1 if findings else 0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
