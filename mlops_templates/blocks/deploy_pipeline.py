"""CI/CD of the model_deploy repository: render, staging, tests, a person's approval, production, smoke test."""

from __future__ import annotations

from troposphere import Template, codepipeline

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.deploy_render_job import DeployRenderJob
from mlops_templates.blocks.deploy_stack_role import DeployStackRole
from mlops_templates.blocks.deploy_test_job import DeployTestJob
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.pipeline import Pipeline, add_pipeline
from mlops_templates.blocks.pipeline_action import approval_action, build_action, stack_action
from mlops_templates.model import SourceRepository


def add_deploy_pipeline(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    source: SourceRepository,
    render: DeployRenderJob,
    test: DeployTestJob,
    stack: DeployStackRole,
    approval: ApprovalTopic,
) -> Pipeline:
    return add_pipeline(
        template,
        noun="deploy",
        duty="Pipeline that brings an approved model to staging and production",
        key=key,
        artifacts=artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[source.source_action]),
            _render_stage(render),
            _staging_stage(stack, test, approval),
            _production_stage(stack, test),
        ],
        permissions=(
            *source.read_permissions,
            render.project.run(),
            test.project.run(),
            *stack.deploy(),
            approval.publish(),
        ),
    )


def _render_stage(render: DeployRenderJob) -> codepipeline.Stages:
    action = build_action("Render", render.project, inputs=["Source"], outputs=["Rendered"], namespace="Render")
    return codepipeline.Stages(Name="Render", Actions=[action])


def _staging_stage(stack: DeployStackRole, test: DeployTestJob, approval: ApprovalTopic) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Staging",
        Actions=[
            # A staging stack that could not be made is made anew; nobody depends on it.
            stack_action(stack, stage="staging", artifact="Rendered", mode="REPLACE_ON_FAILURE"),
            _test("Test", test, stage="staging", suite="staging", namespace="StagingTest"),
            approval_action(approval, text="#{StagingTest.APPROVAL_SUMMARY}", order=3),
        ],
    )


def _production_stage(stack: DeployStackRole, test: DeployTestJob) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Production",
        Actions=[
            # Production is never deleted by a pipeline: a stack that cannot roll back may still serve.
            stack_action(stack, stage="prod", artifact="Rendered", mode="CREATE_UPDATE"),
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
