"""Repeatable phase, real time: two repositories, CI/CD in one account, staging, approval, production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Product, Scm, SeedRepository

if TYPE_CHECKING:
    from troposphere import Template


def build(template: Template, scm: Scm) -> None:
    ground = blocks.add_ground(template, scm)
    key, workplace, artifacts = ground.key, ground.workplace, ground.artifacts

    train = blocks.add_model_build_job(template, workplace=workplace, training=ground.training)
    build_pipeline = blocks.add_build_pipeline(
        template, key=key, artifacts=artifacts, source=ground.model_build, build=train
    )

    stages = blocks.add_own_account(template, key=key)
    render = blocks.add_deploy_render_job(template, workplace=workplace, environment=stages.environment)
    test = blocks.add_deploy_test_job(template, workplace=workplace, environment={})
    approval = blocks.add_approval_topic(template, key=key)
    deploy_pipeline = blocks.add_deploy_pipeline(
        template,
        key=key,
        artifacts=artifacts,
        source=ground.model_deploy,
        render=render,
        test=test,
        stages=stages,
        approval=approval,
    )

    lost = blocks.add_dead_letter_queue(template, key=key)
    starter = blocks.add_starter_role(template, key=key)
    blocks.add_push_trigger(
        template, source=ground.model_build, pipeline=build_pipeline, role=starter, undelivered=lost
    )
    blocks.add_push_trigger(
        template, source=ground.model_deploy, pipeline=deploy_pipeline, role=starter, undelivered=lost
    )
    blocks.add_decision_trigger(
        template, registry=workplace.registry, pipeline=deploy_pipeline, role=starter, undelivered=lost
    )


PRODUCT = Product(
    name="repeatable-real-time",
    phase=Phase.REPEATABLE,
    title="Train, approve and serve a real-time model",
    description=(
        "Commit to train and register a model; approve it to test it in staging, then serve it. "
        "Two seeded repositories, build and deploy pipelines, a model registry and a manual approval in one account."
    ),
    seeds=(SeedRepository("model_build"), SeedRepository("model_deploy")),
    build=build,
)
