"""The floor of phase Repeatable: CI/CD in one account, staging, approval, production; training may have its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Scm

if TYPE_CHECKING:
    from troposphere import Template

    from mlops_templates.blocks.stages import Kind


def add_repeatable(template: Template, scm: Scm, *, kind: Kind) -> None:
    development = blocks.add_development_account(template)
    ground = blocks.add_ground(template, scm, development=development)
    gates = blocks.add_one_approval(template, key=ground.key)
    starting = blocks.add_starting(template, scm, key=ground.key, notices=gates.leads)

    datasets = blocks.add_dataset_grants(template)
    training = blocks.add_training_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_scientist_role(template, key=ground.key, policies=[datasets.policy])
    blocks.add_model_build_delivery(template, ground=ground, training=training, datasets=datasets, starting=starting)

    stages = blocks.add_own_account(template, key=ground.key, kind=kind)
    blocks.add_model_deploy_delivery(template, ground=ground, stages=stages, gates=gates, starting=starting)
