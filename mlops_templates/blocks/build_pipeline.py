"""CI/CD of the model_build repository: a push to main builds, trains and registers a model."""

from __future__ import annotations

from troposphere import Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.model_build_job import ModelBuildJob
from mlops_templates.blocks.pipeline import Pipeline, add_pipeline, reading
from mlops_templates.blocks.pipeline_action import build_action
from mlops_templates.blocks.role import Role
from mlops_templates.duties.build_pipeline import BUILD_PIPELINE
from mlops_templates.model import SourceRepository


def add_build_pipeline(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    source: SourceRepository,
    build: ModelBuildJob,
    role: Role | None = None,
) -> Pipeline:
    return add_pipeline(
        template,
        BUILD_PIPELINE,
        key=key,
        artifacts=artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[source.source_action]),
            codepipeline.Stages(Name="Build", Actions=[build_action("Build", build.project, inputs=["Source"])]),
        ],
        besides=reading(source),
        role=role,
    )
