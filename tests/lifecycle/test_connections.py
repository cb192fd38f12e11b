"""A project with its repositories at GitHub, over a connection. The tests here are one story, in order."""

from __future__ import annotations

import pytest

from mlops_templates import projects, publish
from mlops_templates.demo import registry
from mlops_templates.demo.prediction import predict
from mlops_templates.localaws import LocalAws
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.project_life import ProjectLife, git, publish_by_command
from tests.lifecycle.remotes import Remotes

PRODUCT = "repeatable-real-time"
SCM = "codeconnections"
BRANCH = "feature/more-trees"


@pytest.fixture(scope="module")
def remotes(account: LocalAws) -> Remotes:
    """A connection, and a repository for the model build only."""
    made = Remotes.connected(account, "acme")
    made.create("model-build")
    return made


@pytest.fixture(scope="module")
def life(account: LocalAws, remotes: Remotes, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    """A project of the product for a connection; one of its repositories is not there yet."""
    publish_by_command("--scm", SCM, "--product", PRODUCT)
    clones = tmp_path_factory.mktemp("clones")
    return ProjectLife.begin("over-git", account, clones, PRODUCT, scm=SCM, form=remotes.form, urls=remotes.urls)


def pipeline(life: ProjectLife, noun: str) -> str:
    return f"sagemaker-{life.names.group}-{noun}"


def test_a_repository_that_is_absent_is_told_in_one_line_and_the_other_is_filled(life: ProjectLife) -> None:
    seed = pipeline(life, "seed")
    execution = life.newest(seed)
    assert life.end_of(seed, execution) == "Failed"
    actions = life.actions(seed, execution)
    assert actions["Push/ModelBuild"]["status"] == "Succeeded"
    told = (
        "There is no repository acme/model-deploy that the connection may use: create it empty, then retry the stage."
    )
    assert told in life.log_of_build(actions["Push/ModelDeploy"]).splitlines()


def test_a_retry_fills_it_once_it_is_there_and_leaves_the_other_alone(life: ProjectLife, remotes: Remotes) -> None:
    seed = pipeline(life, "seed")
    execution = life.newest(seed)
    head = git("ls-remote", remotes.urls["model-build"], "refs/heads/main", cwd=life.clones)
    remotes.create("model-deploy")
    place = {"pipelineName": seed, "stageName": "Push", "pipelineExecutionId": execution}
    life.client("codepipeline").retry_stage_execution(**place, retryMode="FAILED_ACTIONS")
    assert life.end_of(seed, execution) == "Succeeded"
    assert (life.clone("model-deploy") / "inference_config").is_dir()
    assert git("ls-remote", remotes.urls["model-build"], "refs/heads/main", cwd=life.clones) == head


def test_the_first_push_trains_a_model_of_its_commit(life: ProjectLife) -> None:
    build = life.newest(life.names.build_pipeline)
    assert life.end_of(life.names.build_pipeline, build) == "Succeeded"
    (version,) = life.versions()
    assert version["ModelApprovalStatus"] == "PendingManualApproval"
    facts = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group).facts
    assert facts["CommitId"] == git("rev-parse", "HEAD", cwd=life.clone("model-build"))


def test_a_push_to_the_deploy_repository_starts_a_deployment_of_its_commit(life: ProjectLife) -> None:
    execution = life.newest(life.names.deploy_pipeline)
    assert life.settles(execution) == "Failed"
    actions = life.actions(life.names.deploy_pipeline, execution)
    revision = actions["Source/Source"]["output"]["outputVariables"]
    assert revision["CommitId"] == git("rev-parse", "HEAD", cwd=life.clone("model-deploy"))
    assert "approve" in life.log_of_build(actions["Render/Render"]).lower()


def test_an_approved_version_passes_staging_and_a_yes_to_production(life: ProjectLife) -> None:
    arn, before = life.versions()[0]["ModelPackageArn"], life.newest(life.names.deploy_pipeline)
    life.decide_on_version(arn, "Approved")
    execution = life.started_after(life.names.deploy_pipeline, before)
    approval = life.wait_for_approval(execution)
    assert (life.serving("staging"), life.serving("prod")) == (arn, None)
    life.decide(approval, "Approved")
    assert life.end_of(life.names.deploy_pipeline, execution) == "Succeeded"
    assert life.serving("prod") == arn
    version = registry.newest_version(life.client("sagemaker"), life.client("s3"), life.names.group)
    held_out = registry.read(life.client("s3"), version.facts["TestDataS3Uri"])
    answer = predict(life.client("sagemaker-runtime"), life.names.endpoint("prod"), held_out).answer
    assert 0 <= float(answer) <= 1


def test_a_push_to_a_branch_registers_in_the_dev_group_by_the_branch_pipeline(life: ProjectLife) -> None:
    builds, main = life.executions(life.names.build_pipeline), life.versions()
    branch, folder = pipeline(life, "branch"), life.clone("model-build")
    life.edit(folder / "README.md", None, "\nTried on a branch.\n")
    commit = life.push(folder, "Try something", branch=BRANCH)
    execution = life.newest(branch)
    assert life.end_of(branch, execution) == "Succeeded"
    facts = registry.newest_version(life.client("sagemaker"), life.client("s3"), f"{life.names.group}-dev").facts
    assert (facts["BranchName"], facts["CommitId"]) == (BRANCH, commit)
    assert len(life.executions(life.names.build_pipeline)) == len(builds)
    assert life.versions() == main


def test_deleting_the_project_lists_what_stays_and_leaves_the_repositories(life: ProjectLife, remotes: Remotes) -> None:
    retained = projects.delete(life.names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained}
    assert belongings(life.names.project, life.names.project_id) == kept
    assert {"AWS::S3::Bucket", "AWS::KMS::Key"} <= {kind for kind, _ in kept}
    for url in remotes.urls.values():
        assert "refs/heads/main" in git("ls-remote", url, cwd=life.clones)
