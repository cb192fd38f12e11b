"""Tests an endpoint by calling it, and sums up the result for the approver."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.build_project import BuildProject, Workplace, add_build_project
from mlops_templates.blocks.endpoint import inspect_endpoints, invoke_endpoints
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.ml_data_bucket import MlDataBucket
from mlops_templates.blocks.model_registry import ModelRegistry


@dataclass(frozen=True)
class DeployTestJob:
    """Calls the endpoint of a stage."""

    project: BuildProject


def add_deploy_test_job(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    ml_data: MlDataBucket,
    registry: ModelRegistry,
) -> DeployTestJob:
    workplace = Workplace(key=key, artifacts=artifacts, ml_data=ml_data, registry=registry)
    project = add_build_project(
        template,
        noun="deploy-test",
        duty="Tests the endpoint of a stage by calling it",
        build_spec="tests/build_spec.yml",
        minutes=60,
        workplace=workplace,
        environment={},
        permissions=(
            *ml_data.bucket.read(),
            registry.main.read(),
            *inspect_endpoints(),
            invoke_endpoints(),
        ),
    )
    return DeployTestJob(project)
