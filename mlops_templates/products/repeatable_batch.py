"""Repeatable phase, batch: two repositories, CI/CD in one account, scoring by schedule or on arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.repeatable import add_repeatable
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    add_repeatable(template, scm, kind="batch")


PRODUCT = Product(
    name="repeatable-batch",
    phase=Phase.REPEATABLE,
    title="Train, approve and score in batches",
    description=(
        "Commit to train and register a model; approve it to score batches by schedule or arrival. "
        "Two seeded repositories, build and deploy pipelines, a model registry and a manual approval in one account."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
