"""CI/CD of the model_deploy repository: render, staging, tests, approval by people, production, smoke test."""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.deploy_render_job import DeployRenderJob
from mlops_templates.blocks.deploy_test_job import DeployTestJob
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.pipeline import Pipeline, add_pipeline, reading
from mlops_templates.blocks.pipeline_action import approval_action, build_action, stack_action
from mlops_templates.blocks.stages import Stage, Stages
from mlops_templates.duties.deploy_pipeline import DEPLOY_PIPELINE
from mlops_templates.model import SourceRepository

TESTED = "#{StagingTest.APPROVAL_SUMMARY}"


def add_deploy_pipeline(
    template: Template,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    source: SourceRepository,
    render: DeployRenderJob,
    test: DeployTestJob,
    stages: Stages,
    gates: Gates,
) -> Pipeline:
    return add_pipeline(
        template,
        DEPLOY_PIPELINE,
        key=key,
        artifacts=artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[source.source_action]),
            _render_stage(render),
            *_approvals_and_stages(stages, test, gates),
        ],
        besides=reading(source),
    )


def _approvals_and_stages(stages: Stages, test: DeployTestJob, gates: Gates) -> Iterator[codepipeline.Stages]:
    approve = approval_action(gates.production, text=TESTED, order=3 if gates.staging is None else 1)
    if gates.staging is None:
        yield _staging_stage(stages.staging, test, then=[approve])
    else:
        first = approval_action(gates.staging, text="#{Render.APPROVAL_SUMMARY}", order=1)
        yield codepipeline.Stages(Name="Approval", Actions=[first])
        yield _staging_stage(stages.staging, test, then=[])
        yield codepipeline.Stages(Name="ProductionApproval", Actions=[approve])
    yield _production_stage(stages.production, test)


def _render_stage(render: DeployRenderJob) -> codepipeline.Stages:
    action = build_action("Render", render.project, inputs=["Source"], outputs=["Rendered"], namespace="Render")
    return codepipeline.Stages(Name="Render", Actions=[action])


def _staging_stage(staging: Stage, test: DeployTestJob, then: list[codepipeline.Actions]) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Staging",
        Actions=[
            # A staging stack that could not be made is made anew; nobody depends on it.
            stack_action(staging, artifact="Rendered", mode="REPLACE_ON_FAILURE"),
            _test("Test", test, staging, suite="staging", namespace="StagingTest"),
            *then,
        ],
    )


def _production_stage(production: Stage, test: DeployTestJob) -> codepipeline.Stages:
    return codepipeline.Stages(
        Name="Production",
        Actions=[
            # Production is never deleted by a pipeline: a stack that cannot roll back may still serve.
            stack_action(production, artifact="Rendered", mode="CREATE_UPDATE"),
            _test("SmokeTest", test, production, suite="smoke", namespace="SmokeTest"),
        ],
        # What worked last is deployed again (R50).
        OnFailure=codepipeline.FailureConditions(Result="ROLLBACK"),
    )


def _test(name: str, test: DeployTestJob, stage: Stage, *, suite: str, namespace: str) -> codepipeline.Actions:
    facts = {"STAGE": stage.name, "SUITE": suite}
    if stage.test_role:
        facts["TEST_ROLE_ARN"] = stage.test_role
    return build_action(
        name,
        test.project,
        category="Test",
        inputs=["Source", "Rendered"],
        order=2,
        namespace=namespace,
        environment=facts,
    )
