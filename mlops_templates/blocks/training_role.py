"""The SageMaker execution role: what pipeline steps (processing, training, registration) run with."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Output, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.duties.training import TRAINING


@dataclass(frozen=True)
class TrainingRole:
    """Runs the steps of SageMaker pipelines."""

    role: Role


def add_training_role(template: Template, *, key: Key) -> TrainingRole:
    role = add_role(template, TRAINING, key=key)
    template.add_output(
        Output("TrainingRoleArn", Description="Role that runs the steps of SageMaker pipelines", Value=role.arn)
    )
    return TrainingRole(role)
