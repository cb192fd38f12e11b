"""Repeatable phase, real time: two repositories, CI/CD in one account, staging, approval, production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import blocks
from mlops_templates.model import Phase, Product, Scm, SeedRepository

if TYPE_CHECKING:
    from troposphere import Template

MODEL_BUILD = SeedRepository("model_build")
MODEL_DEPLOY = SeedRepository("model_deploy")


def build(template: Template, scm: Scm) -> None:
    key = blocks.add_key(template)
    artifacts = blocks.add_artifact_bucket(template, key=key)
    ml_data = blocks.add_ml_data_bucket(template, key=key)
    registry = blocks.add_model_registry(template)

    model_build = scm.add_repository(template, MODEL_BUILD)
    model_deploy = scm.add_repository(template, MODEL_DEPLOY)
    blocks.add_code_repository(template, source=model_build)
    blocks.add_code_repository(template, source=model_deploy)

    training = blocks.add_training_role(template, key=key, ml_data=ml_data, registry=registry)
    train = blocks.add_model_build_job(
        template, key=key, artifacts=artifacts, ml_data=ml_data, registry=registry, training=training
    )
    build_pipeline = blocks.add_build_pipeline(template, key=key, artifacts=artifacts, source=model_build, build=train)

    model = blocks.add_model_role(template, key=key, ml_data=ml_data)
    render = blocks.add_deploy_render_job(
        template, key=key, artifacts=artifacts, ml_data=ml_data, registry=registry, model=model
    )
    test = blocks.add_deploy_test_job(template, key=key, artifacts=artifacts, ml_data=ml_data, registry=registry)
    stack = blocks.add_deploy_stack_role(template, key=key, registry=registry, model=model)
    approval = blocks.add_approval_topic(template, key=key)
    deploy_pipeline = blocks.add_deploy_pipeline(
        template,
        key=key,
        artifacts=artifacts,
        source=model_deploy,
        render=render,
        test=test,
        stack=stack,
        approval=approval,
    )

    lost = blocks.add_dead_letter_queue(template, key=key)
    starter = blocks.add_starter_role(template, pipelines=[build_pipeline, deploy_pipeline])
    blocks.add_push_trigger(template, source=model_build, pipeline=build_pipeline, role=starter, undelivered=lost)
    blocks.add_push_trigger(template, source=model_deploy, pipeline=deploy_pipeline, role=starter, undelivered=lost)
    blocks.add_decision_trigger(template, registry=registry, pipeline=deploy_pipeline, role=starter, undelivered=lost)


PRODUCT = Product(
    name="repeatable-real-time",
    phase=Phase.REPEATABLE,
    title="Train, approve and serve a real-time model",
    description=(
        "Commit to train and register a model; approve it to test it in staging, then serve it. "
        "Two seeded repositories, build and deploy pipelines, a model registry and a manual approval in one account."
    ),
    seeds=(MODEL_BUILD, MODEL_DEPLOY),
    build=build,
)
