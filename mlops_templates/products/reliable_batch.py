"""Reliable phase, batch: staging and production accounts, two approvals, rollback, monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.reliable import add_reliable
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    add_reliable(template, scm, kind="batch")


PRODUCT = Product(
    name="reliable-batch",
    phase=Phase.RELIABLE,
    title="Score in batches over accounts",
    description=(
        "Two approvals bring batch scoring to staging, production accounts; rollback, drift alarms. "
        "Scoring by schedule or on arrival, monitoring against the baseline, notices to people."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
