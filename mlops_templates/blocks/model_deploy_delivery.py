"""CI/CD of the model_deploy repository, by whatever runs the builds of the project."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.decision_trigger import add_decision_trigger
from mlops_templates.blocks.deploy_pipeline import add_deploy_pipeline
from mlops_templates.blocks.deploy_render_job import add_deploy_render_job
from mlops_templates.blocks.deploy_test_job import add_deploy_test_job
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.model_deploy_workflow import add_model_deploy_workflow
from mlops_templates.blocks.push_trigger import add_push_trigger
from mlops_templates.blocks.stages import Stages
from mlops_templates.blocks.starting import Starting


def add_model_deploy_delivery(
    template: Template, *, ground: Ground, stages: Stages, gates: Gates, starting: Starting | None
) -> None:
    """A push to main and a decision about a model both bring the newest approved version to the stages (R41)."""
    if starting is None:
        add_model_deploy_workflow(template, ground=ground, stages=stages, notices=gates.leads)
    else:
        _add_pipeline(template, ground, stages, gates, starting)


def _add_pipeline(template: Template, ground: Ground, stages: Stages, gates: Gates, starting: Starting) -> None:
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
