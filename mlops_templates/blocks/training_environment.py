"""What the model_build repository reads besides the facts of the project."""

from __future__ import annotations

from troposphere import Sub

from mlops_templates.blocks.build_project import Environment
from mlops_templates.blocks.network_choice import NetworkChoice
from mlops_templates.blocks.training_role import TrainingRole
from mlops_templates.naming import project_entity


def training_environment(training: TrainingRole, network: NetworkChoice) -> Environment:
    return {
        "SAGEMAKER_EXECUTION_ROLE_ARN": training.role.arn,
        "SAGEMAKER_PIPELINE_NAME": Sub(project_entity("training")),
        **network.environment(),
    }
