"""CI of the model_build repository: checks it, upserts its SageMaker pipeline, runs it and waits."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Sub, Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.build_project import BuildProject, Workplace, add_build_project
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.training_role import TrainingRole
from mlops_templates.model import Permission
from mlops_templates.naming import PROJECT_ID, arn, project_entity

PIPELINE_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreatePipeline",
    "sagemaker:DescribePipeline",
    "sagemaker:StartPipelineExecution",
    "sagemaker:UpdatePipeline",
)
EXECUTION_ACTIONS = (
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:StopPipelineExecution",
)


@dataclass(frozen=True)
class ModelBuildJob:
    """Turns a commit into a registered model."""

    project: BuildProject


def add_model_build_job(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    ml_data: MlDataBucket,
    registry: ModelRegistry,
    training: TrainingRole,
) -> ModelBuildJob:
    workplace = Workplace(key=key, artifacts=artifacts, ml_data=ml_data, registry=registry)
    project = add_build_project(
        template,
        noun="build",
        duty="Checks the model_build repository, then runs its SageMaker pipeline",
        build_spec="build_spec.yml",
        minutes=480,
        workplace=workplace,
        environment={
            "BRANCH_NAME": "main",
            "SAGEMAKER_EXECUTION_ROLE_ARN": training.role.arn,
            "SAGEMAKER_PIPELINE_NAME": Sub(project_entity("training")),
        },
        permissions=(
            *ml_data.bucket.write(),
            registry.main.read(),
            registry.dev.read(),
            *_sagemaker_pipelines(),
            training.role.pass_on(),
        ),
    )
    return ModelBuildJob(project)


def _sagemaker_pipelines() -> tuple[Permission, ...]:
    # SageMaker writes pipeline names in ARNs in lower case, so the ARN starts after the project's name.
    pipeline = arn("sagemaker", f"pipeline/*-{PROJECT_ID}-training")
    return (
        Permission(PIPELINE_ACTIONS, (Sub(pipeline),)),
        Permission(EXECUTION_ACTIONS, (Sub(f"{pipeline}/execution/*"),)),
    )
