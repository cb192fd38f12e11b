"""`conform`: the whole suite on one product."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mlops_templates.catalog import find_product
from mlops_templates.errors import MlopsTemplatesError

if TYPE_CHECKING:
    from mlops_templates.conformance import Check


@click.command("conform", epilog="Exit codes: 0 it conforms; 1 a check failed; 2 bad input.")
@click.argument("product", metavar="PRODUCT")
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="What a person would fill in where the form has no default. May be repeated.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the embedded AWS, for a look at its logs. Default: a temporary one.",
)
@click.option(
    "--channel",
    type=click.Choice(["service-catalog", "s3", "all"]),
    default="all",
    show_default=True,
    help="By which channel projects are made.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long each part of a life may take. Default: 600.",
)
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(
    ctx: click.Context,
    product: str,
    parameters: tuple[str, ...],
    state: Path | None,
    channel: str,
    time_limit: float | None,
    output: str,
) -> None:
    """Check a product, ours or yours: templates, policy, names, launch role, floors, size, and a project's life.

    The life (publish, create, update, delete) is lived on the embedded AWS by each channel, as the launch role.

    Example: mlops-templates conform repeatable-real-time
    """
    from mlops_templates.conformance import TIME_LIMIT, Verdict, conform
    from mlops_templates.publish.settings import CHANNELS

    chosen, filled = find_product(product), dict(_pair(text) for text in parameters)
    channels, limit = CHANNELS if channel == "all" else (channel,), time_limit or TIME_LIMIT
    checks: list[Check] = []
    with _folder(state) as folder:
        for check in conform(chosen, filled, folder, channels=channels, time_limit=limit):
            checks.append(check)
            if output == "text":
                _show(check)
    if output == "json":
        click.echo(json.dumps([asdict(check) for check in checks], indent=2))
    failed = sum(check.verdict is Verdict.FAILED for check in checks)
    if output == "text":
        click.echo(f"{product}: {len(checks)} checks, {failed} failed")
    ctx.exit(1 if failed else 0)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise MlopsTemplatesError(f"--parameter {text!r} is no NAME=VALUE")
    return name, value


@contextmanager
def _folder(state: Path | None) -> Iterator[Path]:
    if state:
        yield state.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="conform-") as folder:
        yield Path(folder)


def _show(check: Check) -> None:
    click.echo(f"{check.verdict:<8}{check.about:<22}{check.channel:<16}{check.name:<13}{check.told}")
    for fault in check.faults:
        click.echo(f"    {fault}")
