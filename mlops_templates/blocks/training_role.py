"""The SageMaker execution role: what pipeline steps (processing, training, registration) run with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Besides, Role, add_role
from mlops_templates.duties.training import TRAINING


@dataclass(frozen=True)
class TrainingRole:
    """Runs the steps of SageMaker pipelines."""

    role: Role


def add_training_role(template: Template, *, key: Key, policies: Sequence[AWSHelperFn] = ()) -> TrainingRole:
    """The role; `policies` are those of this project alone: datasets, instance types."""
    role = add_role(template, TRAINING, key=key, besides=Besides(policies=policies))
    template.add_output(Output("TrainingRoleArn", Description="Runs training steps", Value=role.arn))
    return TrainingRole(role)
