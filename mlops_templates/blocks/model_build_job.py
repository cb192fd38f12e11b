"""CI of the model_build repository: checks it, upserts its SageMaker pipeline, runs it and waits."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Sub, Template

from mlops_templates.blocks.build_project import BuildProject, Environment, Workplace, add_build_project
from mlops_templates.blocks.training_role import TrainingRole
from mlops_templates.duties.build import BUILD
from mlops_templates.naming import project_entity


@dataclass(frozen=True)
class ModelBuildJob:
    """Turns a commit into a registered model."""

    project: BuildProject


def add_model_build_job(template: Template, *, workplace: Workplace, training: TrainingRole) -> ModelBuildJob:
    project = add_build_project(
        template,
        BUILD,
        build_spec="build_spec.yml",
        minutes=480,
        workplace=workplace,
        environment=training_environment(training, branch="main"),
    )
    return ModelBuildJob(project)


def training_environment(training: TrainingRole, *, branch: str) -> Environment:
    """What the model_build repository reads besides the facts of the project."""
    return {
        "BRANCH_NAME": branch,
        "SAGEMAKER_EXECUTION_ROLE_ARN": training.role.arn,
        "SAGEMAKER_PIPELINE_NAME": Sub(project_entity("training")),
    }
