"""The ground that every floor stands on: key, buckets, registry, repositories.

A later floor keeps all of it, so that promoting a project replaces nothing that holds data.
"""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.artifact_bucket import ArtifactBucket, add_artifact_bucket
from mlops_templates.blocks.build_project import Workplace
from mlops_templates.blocks.code_repository import add_code_repository
from mlops_templates.blocks.development_account import DevelopmentAccount
from mlops_templates.blocks.guests import Guests
from mlops_templates.blocks.key import Key, add_key
from mlops_templates.blocks.log_group import add_log_group
from mlops_templates.blocks.ml_data_bucket import add_ml_data_bucket
from mlops_templates.blocks.model_registry import add_model_registry
from mlops_templates.blocks.role import Role
from mlops_templates.blocks.seeding import add_seeding
from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.model import Scm, SeedRepository, SourceRepository
from mlops_templates.naming import project_log

MODEL_BUILD = SeedRepository("model_build")
MODEL_DEPLOY = SeedRepository("model_deploy")


@dataclass(frozen=True)
class Ground:
    """What a project keeps for its whole life."""

    key: Key
    artifacts: ArtifactBucket
    workplace: Workplace
    development: DevelopmentAccount | None
    guests: Guests
    """Accounts in which what is built may run."""
    model_build: SourceRepository
    model_deploy: SourceRepository
    seeder: Role | None
    """The role of the build pipeline, where the repositories are outside AWS."""


def add_ground(
    template: Template,
    scm: Scm,
    *,
    branch: str = "main",
    development: DevelopmentAccount | None = None,
    stages: StageAccounts | None = None,
) -> Ground:
    """The ground; `branch` gets the first commit, and roles of other accounts use what is made here by their duty."""
    deployers = Guests(stages.ids) if stages else None
    trainers = Guests([development.identifier], duty="training-") if development else None
    everybody = _together(development, stages)
    key = add_key(template, guests=everybody, tellers=stages.ids if stages else ())
    artifacts = add_artifact_bucket(template, key=key, readers=deployers)
    ml_data = add_ml_data_bucket(template, key=key, readers=everybody, writers=trainers)
    registry = add_model_registry(template, deployers=deployers, trainers=trainers)
    model_build = scm.add_repository(template, MODEL_BUILD, branch=branch)
    model_deploy = scm.add_repository(template, MODEL_DEPLOY, branch=branch)
    add_code_repository(template, source=model_build)
    add_code_repository(template, source=model_deploy)
    log = add_log_group(template, noun="builds", name=project_log("builds"), key=key)
    workplace = Workplace(key=key, ml_data=ml_data, registry=registry, log=log)
    seeder = add_seeding(
        template, sources=[model_build, model_deploy], key=key, artifacts=artifacts, workplace=workplace
    )
    return Ground(
        key=key,
        artifacts=artifacts,
        workplace=workplace,
        development=development,
        guests=everybody or Guests(()),
        model_build=model_build,
        model_deploy=model_deploy,
        seeder=seeder,
    )


def _together(development: DevelopmentAccount | None, stages: StageAccounts | None) -> Guests | None:
    accounts = [*([development.identifier] if development else ()), *(stages.ids if stages else ())]
    return Guests(accounts) if accounts else None
