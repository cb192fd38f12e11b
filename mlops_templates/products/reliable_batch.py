"""Reliable phase, batch: staging and production accounts, two approvals, rollback, monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.products.seeds import SCMS, SEEDS

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    accounts = blocks.add_stage_accounts(template)
    ground = blocks.add_ground(template, scm, stages=accounts)
    gates = blocks.add_two_approvals(template, key=ground.key, accounts=accounts)
    starting = blocks.add_starting(template, key=ground.key, notices=gates.leads)

    datasets = blocks.add_dataset_grants(template)
    training = blocks.add_training_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_scientist_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_model_build_delivery(template, scm, ground=ground, training=training, starting=starting)

    stages = blocks.add_target_accounts(template, accounts=accounts, kind="batch", phase=PRODUCT.phase)
    blocks.add_model_deploy_delivery(template, scm, ground=ground, stages=stages, gates=gates, starting=starting)


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
