"""Renders the endpoint templates of the newest approved version, from the model_deploy repository."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.build_project import BuildProject, Workplace, add_build_project
from mlops_templates.blocks.endpoint import inspect_endpoints
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.model_role import ModelRole


@dataclass(frozen=True)
class DeployRenderJob:
    """Turns a model version and a configuration into a template."""

    project: BuildProject


def add_deploy_render_job(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    ml_data: MlDataBucket,
    registry: ModelRegistry,
    model: ModelRole,
) -> DeployRenderJob:
    workplace = Workplace(key=key, artifacts=artifacts, ml_data=ml_data, registry=registry)
    project = add_build_project(
        template,
        noun="deploy-render",
        duty="Renders the endpoint templates of the newest approved model version",
        build_spec="build_spec.yml",
        minutes=30,
        workplace=workplace,
        environment={"MODEL_EXECUTION_ROLE_ARN": model.role.arn},
        permissions=(*ml_data.bucket.read(), registry.main.read(), *inspect_endpoints()),
    )
    return DeployRenderJob(project)
