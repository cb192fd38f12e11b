"""CI/CD of the model_deploy repository: render, staging, tests, a person's approval, production, smoke test."""

from __future__ import annotations

from troposphere import Template, codepipeline

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.deploy_render_job import DeployRenderJob
from mlops_templates.blocks.deploy_test_job import DeployTestJob
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.pipeline import Pipeline, add_pipeline
from mlops_templates.blocks.pipeline_action import approval_action, build_action, stack_action
from mlops_templates.blocks.stages import Stage, Stages
from mlops_templates.duties.deploy_pipeline import DEPLOY_PIPELINE
from mlops_templates.model import SourceRepository


def add_deploy_pipeline(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    source: SourceRepository,
    render: DeployRenderJob,
    test: DeployTestJob,
    stages: Stages,
    approval: ApprovalTopic,
) -> Pipeline:
    return add_pipeline(
        template,
        DEPLOY_PIPELINE,
        key=key,
        artifacts=artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[source.source_action]),
            _render_stage(render),
            _staging_stage(stages.staging, test, approval),
            _production_stage(stages.production, test),
        ],
        reader=source.reader,
    )


def _render_stage(render: DeployRenderJob) -> codepipeline.Stages:
    action = build_action("Render", render.project, inputs=["Source"], outputs=["Rendered"], namespace="Render")
    return codepipeline.Stages(Name="Render", Actions=[action])


def _staging_stage(staging: Stage, test: DeployTestJob, approval: ApprovalTopic) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Staging",
        Actions=[
            # A staging stack that could not be made is made anew; nobody depends on it.
            stack_action(staging, artifact="Rendered", mode="REPLACE_ON_FAILURE"),
            _test("Test", test, stage="staging", suite="staging", namespace="StagingTest"),
            approval_action(approval, text="#{StagingTest.APPROVAL_SUMMARY}", order=3),
        ],
    )


def _production_stage(production: Stage, test: DeployTestJob) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Production",
        Actions=[
            # Production is never deleted by a pipeline: a stack that cannot roll back may still serve.
            stack_action(production, artifact="Rendered", mode="CREATE_UPDATE"),
            _test("SmokeTest", test, stage="prod", suite="smoke", namespace="SmokeTest"),
        ],
    )


def _test(name: str, test: DeployTestJob, *, stage: str, suite: str, namespace: str) -> codepipeline.Actions:
    return build_action(
        name,
        test.project,
        category="Test",
        inputs=["Source", "Rendered"],
        order=2,
        namespace=namespace,
        environment={"STAGE": stage, "SUITE": suite},
    )
