"""Repeatable phase, real time: two repositories, CI/CD in one account, staging, approval, production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.repeatable import add_repeatable
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    add_repeatable(template, scm, kind="real-time")


PRODUCT = Product(
    name="repeatable-real-time",
    phase=Phase.REPEATABLE,
    title="Train, approve and serve a real-time model",
    description=(
        "Commit to train and register a model; approve it to test it in staging, then serve it. "
        "Two seeded repositories, build and deploy pipelines, a model registry and a manual approval in one account."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
