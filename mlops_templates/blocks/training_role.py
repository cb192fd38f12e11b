"""The SageMaker execution role: what pipeline steps (processing, training, registration) may do."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Output, Sub, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.role import Role, add_role, pass_role
from mlops_templates.blocks.sagemaker_container import container_permissions
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID, arn, role_arn

NOUN = "training"
# Those of main and of branches. SageMaker writes pipeline names in ARNs in lower case, so a pattern starts after the
# project's name.
TRAINING_PIPELINES = (f"*-{PROJECT_ID}-training", f"*-{PROJECT_ID}-training-*")
JOB_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:DescribeTrainingJob",
    "sagemaker:ListTags",
    "sagemaker:StopProcessingJob",
    "sagemaker:StopTrainingJob",
)
# Pipelines keeps an experiment of its name, with a trial for each execution.
EXPERIMENT_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:AssociateTrialComponent",
    "sagemaker:CreateExperiment",
    "sagemaker:CreateTrial",
    "sagemaker:CreateTrialComponent",
    "sagemaker:DescribeExperiment",
    "sagemaker:DescribeTrial",
    "sagemaker:DescribeTrialComponent",
    "sagemaker:UpdateTrialComponent",
)


@dataclass(frozen=True)
class TrainingRole:
    """Runs the steps of SageMaker pipelines."""

    role: Role


def add_training_role(template: Template, *, key: Key, ml_data: MlDataBucket, registry: ModelRegistry) -> TrainingRole:
    # Pipelines names its jobs pipelines-<execution id>-<step>-<random>.
    jobs = (Sub(arn("sagemaker", "processing-job/pipelines-*")), Sub(arn("sagemaker", "training-job/pipelines-*")))
    experiments = (
        *(Sub(arn("sagemaker", f"experiment/{name}")) for name in TRAINING_PIPELINES),
        Sub(arn("sagemaker", "experiment-trial/*")),
        Sub(arn("sagemaker", "experiment-trial-component/*")),
    )
    role = add_role(
        template,
        noun=NOUN,
        duty="SageMaker runs the steps of the training pipeline",
        service="sagemaker.amazonaws.com",
        permissions=(
            *container_permissions(),
            *ml_data.bucket.write(),
            key.use(),
            *key.grant(),
            Permission(JOB_ACTIONS, jobs),
            Permission(EXPERIMENT_ACTIONS, experiments),
            *registry.main.register(),
            *registry.dev.register(),
            _hand_on_itself(),
        ),
    )
    template.add_output(
        Output("TrainingRoleArn", Description="Role that runs the steps of SageMaker pipelines", Value=role.arn)
    )
    return TrainingRole(role)


def _hand_on_itself() -> Permission:
    """Pipelines gives each job the role that it runs with."""
    return pass_role(Sub(role_arn(NOUN)), "sagemaker.amazonaws.com")
