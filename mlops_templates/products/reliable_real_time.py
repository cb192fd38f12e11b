"""Reliable phase, real time: staging and production accounts, two approvals, rollback, monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.reliable import add_reliable
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    add_reliable(template, scm, kind="real-time")


PRODUCT = Product(
    name="reliable-real-time",
    phase=Phase.RELIABLE,
    title="Serve a real-time model over accounts",
    description=(
        "Two approvals bring a model to staging and production accounts; rollback, drift alarms. "
        "Guarded rollout, an API in front of the endpoint, monitoring against the baseline, notices to people."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
