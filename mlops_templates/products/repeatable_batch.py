"""Repeatable phase, batch: two repositories, CI/CD in one account, scoring by schedule or on arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    ground = blocks.add_ground(template, scm)
    gates = blocks.add_one_approval(template, key=ground.key)
    starting = blocks.add_starting(template, key=ground.key, notices=gates.leads)

    datasets = blocks.add_dataset_grants(template)
    training = blocks.add_training_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_scientist_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_model_build_delivery(template, scm, ground=ground, training=training, starting=starting)

    stages = blocks.add_own_account(template, key=ground.key, kind="batch")
    blocks.add_model_deploy_delivery(template, scm, ground=ground, stages=stages, gates=gates, starting=starting)


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
