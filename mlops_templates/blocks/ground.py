"""The ground that every floor stands on: key, buckets, registry, repositories, and the role that trains.

A later floor keeps all of it, so that promoting a project replaces nothing that holds data.
"""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket, add_artifact_bucket
from mlops_templates.blocks.build_project import Workplace
from mlops_templates.blocks.code_repository import add_code_repository
from mlops_templates.blocks.key import Key, add_key
from mlops_templates.blocks.ml_data_bucket import add_ml_data_bucket
from mlops_templates.blocks.model_registry import add_model_registry
from mlops_templates.blocks.training_role import TrainingRole, add_training_role
from mlops_templates.model import Scm, SeedRepository, SourceRepository

MODEL_BUILD = SeedRepository("model_build")
MODEL_DEPLOY = SeedRepository("model_deploy")


@dataclass(frozen=True)
class Ground:
    """What a project keeps for its whole life."""

    key: Key
    artifacts: ArtifactBucket
    workplace: Workplace
    model_build: SourceRepository
    model_deploy: SourceRepository
    training: TrainingRole


def add_ground(template: Template, scm: Scm) -> Ground:
    key = add_key(template)
    artifacts = add_artifact_bucket(template, key=key)
    ml_data = add_ml_data_bucket(template, key=key)
    registry = add_model_registry(template)
    model_build = scm.add_repository(template, MODEL_BUILD)
    model_deploy = scm.add_repository(template, MODEL_DEPLOY)
    add_code_repository(template, source=model_build)
    add_code_repository(template, source=model_deploy)
    return Ground(
        key=key,
        artifacts=artifacts,
        workplace=Workplace(key=key, ml_data=ml_data, registry=registry),
        model_build=model_build,
        model_deploy=model_deploy,
        training=add_training_role(template, key=key),
    )
