"""`lint`: cfn-lint and our own rules over templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mlops_templates.model import Finding


@click.command(
    "lint",
    epilog="Exit codes: 0 no finding; 1 findings; 2 bad input. W9512 warns of an end of life within 180 days and "
    "leaves the exit code as it is.",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
@click.option(
    "--format",
    "--output",
    "output",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
)
@click.option(
    "--regions",
    default="us-east-1",
    show_default=True,
    metavar="NAMES",
    help="Separated by commas: a resource type that one of them lacks is finding E3006. Or all: those that have every "
    "resource type of a template; which are left out, and for which type, is told below the findings.",
)
@click.option("--build-date", default="", metavar="DAY", help="The day that counts as today, such as 2026-12-31.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], output: str, regions: str, build_date: str) -> None:
    """Check templates, files or folders of them, with cfn-lint and the rules E9501 and up.

    By default all that are committed. Findings about unchanged templates are kept in the user's cache folder
    ($MLOPS_TEMPLATES_CACHE). $MLOPS_TEMPLATES_BUILD_DATE is the build date where none is given.
    """
    from mlops_templates.data import data_folder
    from mlops_templates.lint import FindingsCache, Options, cache_folder, lint, refusals, templates_in

    files = templates_in(paths or (data_folder("cloudformation"),))
    options = Options(tuple(regions.replace(" ", "").split(",")), build_date)
    findings = lint(files, options, FindingsCache(cache_folder()))
    click.echo(_report(output, files, findings, everywhere=options.everywhere))
    ctx.exit(1 if refusals(findings) else 0)


def _report(output: str, files: Sequence[Path], findings: Sequence[Finding], *, everywhere: bool) -> str:
    from mlops_templates.lint import junit, left_out, sarif

    if output == "json":
        return json.dumps([asdict(finding) for finding in findings], indent=2)
    if output == "sarif":
        return json.dumps(sarif(findings), indent=2)
    if output == "junit":
        return junit(files, findings).rstrip()
    lines = [f"{finding.file}:{finding.line}: {finding.rule} {finding.message}" for finding in findings]
    if everywhere:
        lines += [f"left out, without {kind}: {', '.join(regions)}" for kind, regions in left_out(files).items()]
    return "\n".join([*lines, f"{_count(len(files), 'template')}, {_count(len(findings), 'finding')}"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
