"""The floor of phase Reliable: accounts of staging and production, two approvals, rollback, monitoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Scm

if TYPE_CHECKING:
    from troposphere import Template

    from mlops_templates.blocks.stages import Kind


def add_reliable(template: Template, scm: Scm, *, kind: Kind) -> None:
    development = blocks.add_development_account(template)
    accounts = blocks.add_stage_accounts(template)
    ground = blocks.add_ground(template, scm, development=development, stages=accounts)
    gates = blocks.add_two_approvals(template, scm, key=ground.key, accounts=accounts)
    starting = blocks.add_starting(template, scm, key=ground.key, notices=gates.leads)

    datasets = blocks.add_dataset_grants(template)
    training = blocks.add_training_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_scientist_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_model_build_delivery(template, ground=ground, training=training, datasets=datasets, starting=starting)

    stages = blocks.add_target_accounts(template, accounts=accounts, kind=kind, phase=Phase.RELIABLE)
    blocks.add_model_deploy_delivery(template, ground=ground, stages=stages, gates=gates, starting=starting)
