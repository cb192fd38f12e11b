"""CI/CD of the model_build repository, by whatever runs the builds of the project."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.branch_builds import add_branch_builds
from mlops_templates.blocks.branch_pipeline import add_branch_pipeline
from mlops_templates.blocks.build_pipeline import add_build_pipeline
from mlops_templates.blocks.dataset_grants import DatasetGrants
from mlops_templates.blocks.ground import Ground
from mlops_templates.blocks.image_repository import add_image_repository
from mlops_templates.blocks.model_build_job import add_model_build_job
from mlops_templates.blocks.model_build_workflow import add_model_build_workflow
from mlops_templates.blocks.network_choice import add_network_choice
from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.push_trigger import add_push_trigger
from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.blocks.starting import Starting
from mlops_templates.blocks.training_environment import training_environment
from mlops_templates.blocks.training_role import TrainingRole


@dataclass(frozen=True)
class ModelBuildDelivery:
    """What turns a commit into a model; a workflow outside AWS is no pipeline that could be started here."""

    pipeline: Pipeline | None


def add_model_build_delivery(
    template: Template,
    *,
    ground: Ground,
    training: TrainingRole,
    datasets: DatasetGrants,
    starting: Starting | None,
    watched: StageAccounts | None = None,
) -> ModelBuildDelivery:
    """Builds of main and of branches; a workflow trains anew when the production of `watched` drifts.

    Builds copy data of the lake before they train: a development account of its own has no way there.
    """
    if starting is None:
        add_model_build_workflow(template, ground=ground, training=training, datasets=datasets, watched=watched)
        return ModelBuildDelivery(None)
    return ModelBuildDelivery(_add_pipeline(template, ground, training, datasets, starting))


def _add_pipeline(
    template: Template, ground: Ground, training: TrainingRole, datasets: DatasetGrants, starting: Starting
) -> Pipeline:
    images = add_image_repository(template, key=ground.key, guests=ground.guests)
    environment = {**training_environment(ground, training, add_network_choice(template)), **images.environment()}
    source, policies = ground.model_build, [images.policy, datasets.policy]
    job = add_model_build_job(
        template,
        workplace=ground.workplace,
        environment=environment,
        policies=policies,
        privileged=images.privileged,
    )
    pipeline = add_build_pipeline(
        template, key=ground.key, artifacts=ground.artifacts, source=source, build=job, role=ground.seeder
    )
    role, undelivered = starting.role, starting.undelivered
    add_push_trigger(template, source=source, pipeline=pipeline, role=role, undelivered=undelivered)
    if source.events is None:
        add_branch_pipeline(template, ground=ground, job=job, role=ground.seeder)
    else:
        add_branch_builds(
            template,
            source=source,
            happens=source.events,
            workplace=ground.workplace,
            environment=environment,
            policies=policies,
            privileged=images.privileged,
            role=role,
            undelivered=undelivered,
        )
    return pipeline
