"""Scalable phase, real time: retraining, team and cost tags, allowed instance types, fleet entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.scalable import add_scalable
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    add_scalable(template, scm, kind="real-time", product=PRODUCT)


PRODUCT = Product(
    name="scalable-real-time",
    phase=Phase.SCALABLE,
    title="A fleet of real-time models that retrain",
    description=(
        "Serves over accounts and trains anew on drift or by the clock; costs told apart by team. "
        "An entry in the fleet catalogue, allowed instance types, guarded rollout, monitoring, two approvals."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
