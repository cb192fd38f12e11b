"""What the model_build repository reads besides the facts of the project."""

from __future__ import annotations

from mlops_templates.blocks.build_project import Environment
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.network_choice import NetworkChoice
from mlops_templates.blocks.training_role import TrainingRole


def training_environment(ground: Ground, training: TrainingRole, network: NetworkChoice) -> Environment:
    where = {} if ground.development is None else {"DEVELOPMENT_ACCOUNT_ID": ground.development.choice}
    return {
        **where,
        "SAGEMAKER_EXECUTION_ROLE_ARN": training.role.arn,
        **network.environment(),
    }
