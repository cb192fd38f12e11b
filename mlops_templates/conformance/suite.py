"""The order of the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mlops_templates.catalog import load_products
from mlops_templates.conformance.check import Check
from mlops_templates.conformance.floors import floor, floor_below
from mlops_templates.conformance.launch_role import launch_role
from mlops_templates.conformance.linting import findings
from mlops_templates.conformance.rendering import Rendering, render, sameness, size
from mlops_templates.model import Product
from mlops_templates.publish.settings import CHANNELS

TIME_LIMIT = 600.0
"""Seconds that each part of a life may take: ten times what it takes on a small, busy machine."""


def conform(
    product: Product,
    parameters: Mapping[str, str],
    state: Path,
    *,
    channels: tuple[str, ...] = CHANNELS,
    time_limit: float = TIME_LIMIT,
) -> Iterator[Check]:
    """Every check as it ends: what can be said of the templates first, then the lives of projects by each channel."""
    below = floor_below(product, load_products())
    renderings: list[Rendering] = []
    for scm in product.scms:
        check, rendering = render(product, scm)
        yield check
        if rendering:
            renderings.append(rendering)
            yield from _of_template(rendering, below)
    if len(renderings) < len(product.scms):
        return
    role = launch_role(product.name, renderings)
    yield role
    # Here, because it needs the embedded AWS, which an installation may lack.
    from mlops_templates.conformance.life import Way, lives

    yield from lives(renderings, Way(channels, parameters, time_limit), state)


def _of_template(rendering: Rendering, below: Product | None) -> Iterator[Check]:
    yield from findings(rendering)
    yield size(rendering)
    yield sameness(rendering)
    check = floor(rendering, below) if below else None
    if check:
        yield check
