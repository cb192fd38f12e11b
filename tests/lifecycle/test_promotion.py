"""A project goes up floor by floor: it keeps all that it holds, and its pipelines run on every floor.

Stories, in order: each floor starts where the one before ended.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mlops_templates import projects, publish
from mlops_templates.demo.life import Names
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import LocalAws
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.publish import Clients
from tests.lifecycle.project_life import ProjectLife, git
from tests.lifecycle.promoted import REPOSITORIES, Form, Promoted, offer
from tests.lifecycle.target_accounts import add_target_account

GROUND = "initial-experiment"
BATCH = ("repeatable-batch", "reliable-batch", "scalable-batch")
REAL_TIME = ("repeatable-real-time", "reliable-real-time", "scalable-real-time")
OWN_ACCOUNT = {"StagingAccountId": ACCOUNT, "ProductionAccountId": ACCOUNT}
BOTH = {"BuildPipeline", "DeployPipeline"}
PUSH = ("push", "origin", "experiment:main")


@pytest.fixture(scope="module")
def clients(account: LocalAws) -> Clients:
    """All floors are on offer, and the stages of the higher ones have their ground."""
    clients = publish.connect()
    offer((GROUND, *BATCH, *REAL_TIME), clients)
    add_target_account(ACCOUNT)
    return clients


@pytest.fixture(scope="module")
def batch(clients: Clients) -> Promoted:
    return Promoted.begin("batches", GROUND, clients)


@dataclass(frozen=True)
class Climber:
    """A project and the hands that work on it."""

    promoted: Promoted
    life: ProjectLife


@pytest.fixture(scope="module")
def climber(clients: Clients, account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Climber:
    promoted = Promoted.begin("going-up", GROUND, clients)
    names = Names(promoted.name, promoted.project.project_id)
    return Climber(promoted, ProjectLife(names, account, tmp_path_factory.mktemp("clones")))


def climb(promoted: Promoted, floor: str) -> tuple[str, ...]:
    """One floor up: told to cost nothing, and costing nothing; what people have to do then."""
    form: Form = {} if floor.startswith("repeatable") else OWN_ACCOUNT
    promoted.put(floor)
    holds, contents = promoted.holds(), promoted.contents()
    assert promoted.losses(floor, form) == []
    promotion = projects.promote(promoted.name, floor, form, promoted.clients)
    assert holds.items() <= promoted.holds().items()
    assert contents == promoted.contents()
    assert promoted.pipelines() == BOTH
    return promotion.next_steps


@pytest.mark.parametrize("floor", BATCH)
def test_a_batch_project_keeps_all_that_it_holds_on_its_way_up(batch: Promoted, floor: str) -> None:
    climb(batch, floor)


def test_experiments_become_a_model_in_staging_once_they_are_main(climber: Climber) -> None:
    life = climber.life
    steps = climb(climber.promoted, "repeatable-real-time")
    assert [step.partition("run ")[2] for step in steps] == [f"`git {' '.join(PUSH)}`." for _ in REPOSITORIES]
    build, deploy = (life.newest(each) for each in (life.names.build_pipeline, life.names.deploy_pipeline))
    for repository in REPOSITORIES:
        _push_experiment(life, repository)
    first = life.started_after(life.names.deploy_pipeline, deploy)
    assert life.end_of(life.names.build_pipeline, life.started_after(life.names.build_pipeline, build)) == "Succeeded"
    assert life.end_of(life.names.deploy_pipeline, first) == "Failed"
    (version,) = life.versions()
    life.decide_on_version(version["ModelPackageArn"], "Approved")
    deployment = life.started_after(life.names.deploy_pipeline, first)
    approval = life.wait_for_approval(deployment)
    life.decide(approval, "Rejected")
    assert life.end_of(life.names.deploy_pipeline, deployment) == "Failed"
    assert life.serving("staging") == version["ModelPackageArn"]


def test_a_push_deploys_with_the_roles_of_a_reliable_project_what_staging_serves_already(climber: Climber) -> None:
    life, pipeline = climber.life, climber.life.names.deploy_pipeline
    climb(climber.promoted, "reliable-real-time")
    before = life.newest(pipeline)
    _push(life, "model-deploy")
    deployment = life.started_after(pipeline, before)
    life.decide(life.wait_for_approval(deployment), "Approved")
    until(lambda: _stands(life, deployment, "ProductionApproval"), "staging")
    assert life.actions(pipeline, deployment)["Staging/Test"]["status"] == "Succeeded"
    life.decide(life.wait_for_approval(deployment), "Rejected")
    assert life.end_of(pipeline, deployment) == "Failed"


def test_a_push_builds_when_the_project_is_scalable(climber: Climber) -> None:
    life, pipeline = climber.life, climber.life.names.build_pipeline
    climb(climber.promoted, "scalable-real-time")
    before = life.newest(pipeline)
    _push(life, "model-build")
    build = life.started_after(pipeline, before)
    until(lambda: _stands(life, build, "Build", pipeline), "the build")


def _push_experiment(life: ProjectLife, repository: str) -> None:
    """The first commit on main is what the branch of experiments has come to."""
    name = f"sagemaker-{life.names.group}-{repository}"
    url = life.client("codecommit").get_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    git("clone", "--quiet", "--branch", "experiment", url, repository, cwd=life.clones)
    git(*PUSH, "--quiet", cwd=life.clones / repository)
    git("fetch", "--quiet", "origin", cwd=life.clones / repository)


def _push(life: ProjectLife, repository: str) -> None:
    """Any change of people to main."""
    folder = life.clone(repository)
    life.edit(folder / "README.md", None, "\nOne floor up.\n")
    life.push(folder, "Tell of the floor")


def _stands(life: ProjectLife, execution: str, stage: str, pipeline: str = "") -> bool | None:
    """Whether an action of the stage has begun; none comes when the execution has ended."""
    actions = life.actions(pipeline or life.names.deploy_pipeline, execution)
    failed = [name for name, action in actions.items() if action["status"] == "Failed"]
    assert not failed, failed
    return any(name.startswith(f"{stage}/") for name in actions) or None
