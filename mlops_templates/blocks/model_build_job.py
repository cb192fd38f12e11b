"""CI of the model_build repository: checks it, upserts its SageMaker pipeline, runs it and waits."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Sub, Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.build_project import BuildProject, Workplace, add_build_project
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.training_role import TRAINING_PIPELINES, TrainingRole
from mlops_templates.model import Permission
from mlops_templates.naming import arn, project_entity

PIPELINE_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreatePipeline",
    "sagemaker:StartPipelineExecution",
    "sagemaker:UpdatePipeline",
)
EXECUTION_ACTIONS = (
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutionSteps",
)
JOB_LOGS = ("ProcessingJobs", "TrainingJobs")


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
            *_job_logs(),
            training.role.pass_on(),
        ),
    )
    return ModelBuildJob(project)


def _sagemaker_pipelines() -> tuple[Permission, ...]:
    pipelines = [arn("sagemaker", f"pipeline/{name}") for name in TRAINING_PIPELINES]
    return (
        Permission(PIPELINE_ACTIONS, tuple(Sub(pipeline) for pipeline in pipelines)),
        Permission(EXECUTION_ACTIONS, tuple(Sub(f"{pipeline}/execution/*") for pipeline in pipelines)),
    )


def _job_logs() -> tuple[Permission, ...]:
    """A build ends with the log of the job that failed. All jobs of an account share these log groups."""
    groups = [arn("logs", f"log-group:/aws/sagemaker/{name}") for name in JOB_LOGS]
    return (
        Permission(("logs:DescribeLogStreams",), tuple(Sub(f"{group}:*") for group in groups)),
        Permission(("logs:GetLogEvents",), tuple(Sub(f"{group}:log-stream:pipelines-*") for group in groups)),
    )
