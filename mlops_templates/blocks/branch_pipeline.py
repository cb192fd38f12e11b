"""CI of feature and development branches of a repository outside AWS: the push itself starts the pipeline."""

from __future__ import annotations

from dataclasses import replace

from troposphere import Template, codepipeline

from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.model_build_job import ModelBuildJob
from mlops_templates.blocks.pipeline import Pipeline, add_pipeline
from mlops_templates.blocks.pipeline_action import build_action
from mlops_templates.blocks.role import Role
from mlops_templates.duties.build_pipeline import BUILD_PIPELINE

# The same duty as that of main, under a name of its own.
BRANCH_PIPELINE = replace(BUILD_PIPELINE, name="branch-pipeline")


def add_branch_pipeline(template: Template, *, ground: Ground, job: ModelBuildJob, role: Role | None) -> Pipeline:
    """In the role of the build pipeline; it reads the branch that was pushed, and tells the job its name."""
    source = ground.model_build
    build = build_action("Build", job.project, inputs=["Source"], environment={"BRANCH_NAME": "#{Source.BranchName}"})
    pipeline = add_pipeline(
        template,
        BRANCH_PIPELINE,
        key=ground.key,
        artifacts=ground.artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[source.source_action]),
            codepipeline.Stages(Name="Build", Actions=[build]),
        ],
        role=role,
    )
    template.resources["BranchPipeline"].Triggers = [_other_branches()]
    return pipeline


def _other_branches() -> codepipeline.PipelineTriggerDeclaration:
    branches = codepipeline.GitBranchFilterCriteria(Includes=["**"], Excludes=["main"])
    return codepipeline.PipelineTriggerDeclaration(
        ProviderType="CodeStarSourceConnection",
        GitConfiguration=codepipeline.GitConfiguration(
            SourceActionName="Source", Push=[codepipeline.GitPushFilter(Branches=branches)]
        ),
    )
