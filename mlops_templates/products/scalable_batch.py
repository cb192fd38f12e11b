"""Scalable phase, batch: retraining, team and cost tags, allowed instance types, fleet entry."""

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
    instances = blocks.add_allowed_instance_types(template)
    training = blocks.add_training_role(template, key=ground.key, policies=[datasets.policy, instances.policy])
    blocks.add_scientist_role(template, key=ground.key, policies=[datasets.policy])
    delivery = blocks.add_model_build_delivery(template, scm, ground=ground, training=training, starting=starting)

    stages = blocks.add_target_accounts(template, accounts=accounts, kind="batch", phase=PRODUCT.phase)
    blocks.add_model_deploy_delivery(template, scm, ground=ground, stages=stages, gates=gates, starting=starting)

    blocks.add_retraining(template, delivery=delivery, accounts=accounts, starting=starting)
    blocks.add_fleet_entry(template, product=PRODUCT)


PRODUCT = Product(
    name="scalable-batch",
    phase=Phase.SCALABLE,
    title="A fleet of batch models that retrain",
    description=(
        "Scores over accounts and trains anew on drift or by the clock; costs told apart by team. "
        "An entry in the fleet catalogue, allowed instance types, monitoring, two approvals."
    ),
    seeds=SEEDS,
    build=build,
    scms=SCMS,
)
