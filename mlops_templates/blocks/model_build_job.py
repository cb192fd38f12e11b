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
    "sagemaker:ListPipelineExecutions",
    "sagemaker:ListTags",
    "sagemaker:StartPipelineExecution",
    "sagemaker:UpdatePipeline",
)
EXECUTION_ACTIONS = (
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:StopPipelineExecution",
)
JOB_ACTIONS = ("sagemaker:DescribeProcessingJob", "sagemaker:DescribeTrainingJob")


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
    jobs = (Sub(arn("sagemaker", "processing-job/pipelines-*")), Sub(arn("sagemaker", "training-job/pipelines-*")))
    logs = arn("logs", "log-group:/aws/sagemaker/")
    groups = (Sub(f"{logs}ProcessingJobs"), Sub(f"{logs}TrainingJobs"))
    streams = (
        Sub(f"{logs}ProcessingJobs:log-stream:pipelines-*"),
        Sub(f"{logs}TrainingJobs:log-stream:pipelines-*"),
    )
    return (
        Permission(PIPELINE_ACTIONS, (Sub(pipeline),)),
        Permission(EXECUTION_ACTIONS, (Sub(f"{pipeline}/execution/*"),)),
        Permission(JOB_ACTIONS, jobs),
        Permission(("logs:DescribeLogStreams",), groups),
        Permission(("logs:GetLogEvents",), streams),
    )
