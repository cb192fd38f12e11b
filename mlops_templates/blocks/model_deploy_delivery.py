"""CI/CD of the model_deploy repository, by whatever runs the builds of the project."""

from __future__ import annotations

from collections.abc import Callable

from troposphere import Template

from mlops_templates.blocks.decision_trigger import add_decision_trigger
from mlops_templates.blocks.deploy_pipeline import add_deploy_pipeline
from mlops_templates.blocks.deploy_render_job import add_deploy_render_job
from mlops_templates.blocks.deploy_test_job import add_deploy_test_job
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.push_trigger import add_push_trigger
from mlops_templates.blocks.role import Besides
from mlops_templates.blocks.stages import Stages
from mlops_templates.blocks.starting import Starting
from mlops_templates.blocks.workflow_role import add_workflow_role
from mlops_templates.duties.deploy_pipeline import DEPLOY_PIPELINE
from mlops_templates.duties.deploy_render import DEPLOY_RENDER
from mlops_templates.duties.deploy_test import DEPLOY_TEST
from mlops_templates.model import Ci, Scm


def add_model_deploy_delivery(
    template: Template, scm: Scm, *, ground: Ground, stages: Stages, gates: Gates, starting: Starting
) -> None:
    """A push to main and a decision about a model both bring the newest approved version to the stages (R41)."""
    BY_CI[scm.ci](template, ground, stages, gates, starting)


def _with_pipelines(template: Template, ground: Ground, stages: Stages, gates: Gates, starting: Starting) -> None:
    told = {**stages.environment, "ALARM_TOPIC_ARN": starting.notices.arn}
    render = add_deploy_render_job(template, workplace=ground.workplace, environment=told)
    test = add_deploy_test_job(
        template, workplace=ground.workplace, environment={"DEPLOYMENT": stages.environment["DEPLOYMENT"]}
    )
    pipeline = add_deploy_pipeline(
        template,
        key=ground.key,
        artifacts=ground.artifacts,
        source=ground.model_deploy,
        render=render,
        test=test,
        stages=stages,
        gates=gates,
    )
    role, undelivered = starting.role, starting.undelivered
    add_push_trigger(template, source=ground.model_deploy, pipeline=pipeline, role=role, undelivered=undelivered)
    registry = ground.workplace.registry
    add_decision_trigger(template, registry=registry, pipeline=pipeline, role=role, undelivered=undelivered)


def _with_workflows(template: Template, ground: Ground, stages: Stages, gates: Gates, starting: Starting) -> None:
    """The workflow deploys from the environments `staging` and `production`; their reviewers are the approval."""
    add_workflow_role(
        template,
        DEPLOY_PIPELINE,
        key=ground.key,
        source=ground.model_deploy,
        claims=["environment:staging", "environment:production", "ref:refs/heads/main"],
        besides=Besides(duties=[DEPLOY_RENDER, DEPLOY_TEST]),
    )


BY_CI: dict[Ci, Callable[[Template, Ground, Stages, Gates, Starting], None]] = {
    Ci.PIPELINES: _with_pipelines,
    Ci.WORKFLOWS: _with_workflows,
}
