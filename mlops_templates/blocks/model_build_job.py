"""CI of the model_build repository: checks it, upserts its SageMaker pipeline, runs it and waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troposphere import AWSHelperFn, Template

from mlops_templates.blocks.build_project import BuildProject, Environment, Workplace, add_build_project
from mlops_templates.blocks.role import Besides
from mlops_templates.duties.build import BUILD


@dataclass(frozen=True)
class ModelBuildJob:
    """Turns a commit into a registered model."""

    project: BuildProject


def add_model_build_job(
    template: Template,
    *,
    workplace: Workplace,
    environment: Environment,
    policies: Sequence[AWSHelperFn],
    privileged: AWSHelperFn,
) -> ModelBuildJob:
    project = add_build_project(
        template,
        BUILD,
        build_spec="build_spec.yml",
        minutes=480,
        workplace=workplace,
        environment={**workplace.environment(), **environment, "BRANCH_NAME": "main"},
        besides=Besides(policies=policies),
        privileged=privileged,
    )
    return ModelBuildJob(project)
