"""A project whose builds run at GitHub: its workflows train, deploy and clean up by their identity tokens alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mlops_templates import projects
from mlops_templates.demo import pipelines
from mlops_templates.demo.prediction import predict
from mlops_templates.demo.registry import approve, newest_version, read
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import visit
from tests.conftest import Aws
from tests.lifecycle.bench import Bench, published

REGION = "ap-south-1"
PRODUCT = "repeatable-real-time"
SCM = "github-actions"
OWNER = "octo-org"
BUILD, DEPLOY = f"{OWNER}/model-build", f"{OWNER}/model-deploy"
HOST = "token.actions.githubusercontent.com"
PATIENCE = 600.0
WHO = "git -c user.name=ana -c user.email=ana@example.com"
THIEF = """name: thief
on:
  workflow_dispatch:
jobs:
  take:
    runs-on: ubuntu-24.04
    permissions: {contents: read, id-token: write}
    steps:
      - uses: aws-actions/configure-aws-credentials@61815dcd50bd041e203e49132bacad1fd04d2708
        with: {role-to-assume: "${{ vars.PRODUCTION_ROLE_ARN }}", aws-region: "${{ vars.AWS_REGION }}"}
"""


@pytest.fixture(scope="module")
def bench(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    clients, folder = published(aws, REGION, PRODUCT, SCM), tmp_path_factory.mktemp("bench")
    connections = aws.client("codeconnections", REGION)
    tags = [{"Key": "sagemaker", "Value": "true"}]
    made = connections.create_connection(ConnectionName=OWNER, ProviderType="GitHub", Tags=tags)["ConnectionArn"]
    form = {"ConnectionArn": made, "ModelBuildRepository": BUILD, "ModelDeployRepository": DEPLOY}
    bench = Bench(aws, clients, "workflows", folder, PRODUCT, SCM, form)
    bench.admin.authorize_connection(made)
    for repository in (BUILD, DEPLOY):
        bench.admin.create_remote(repository)
    trust_github(bench)
    return bench


def trust_github(bench: Bench) -> None:
    """Once for all projects of the account."""
    iam = bench.clients.iam
    known = [each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    if not any(arn.endswith(HOST) for arn in known):
        iam.create_open_id_connect_provider(Url=f"https://{HOST}", ClientIDList=["sts.amazonaws.com"])


def run_of(bench: Bench, repository: str, number: int) -> dict[str, Any]:
    runs = visit.workflow_runs(bench.admin.environment, repository)
    return next(run for run in runs if run["Run"] == number)


def reached(bench: Bench, repository: str, number: int, status: str) -> dict[str, Any]:
    """The run, once it is over or has that status."""

    def found() -> dict[str, Any] | None:
        run = run_of(bench, repository, number)
        return run if run["Status"] in (status, "completed") else None

    run = until(found, f"the run of {repository} to be {status}", PATIENCE)
    assert run["Status"] == status, visit.workflow_log(bench.admin.environment, number)[-6000:]
    return run


def ended(bench: Bench, repository: str, number: int) -> dict[str, str]:
    """What became of each job of a run that went well."""
    run = reached(bench, repository, number, "completed")
    assert run["Conclusion"] == "success", visit.workflow_log(bench.admin.environment, number)[-6000:]
    return {name: job["Conclusion"] for name, job in run["Jobs"].items()}


def clone(bench: Bench, repository: str) -> Any:
    folder = bench.folder / repository.rpartition("/")[2]
    if not folder.exists():
        bench.bash(f"git clone --quiet https://github.com/{repository}.git", bench.folder, bench.admin)
    return folder


def test_both_repositories_are_filled_and_without_variables_their_workflows_do_nothing(bench: Bench) -> None:
    codepipeline, seed = bench.admin.client("codepipeline"), bench.outputs["SeedPipelineName"]
    execution = pipelines.newest_execution(codepipeline, seed)
    assert pipelines.wait_for_end(codepipeline, seed, str(execution)) == "Succeeded"
    for repository, file in ((BUILD, "build"), (DEPLOY, "deploy")):
        assert (clone(bench, repository) / ".github" / "workflows" / f"{file}.yml").is_file()
        (run,) = visit.workflow_runs(bench.admin.environment, repository)
        assert reached(bench, repository, run["Run"], "completed")["Conclusion"] == "skipped"


def test_one_output_each_tells_the_variables_of_a_repository(bench: Bench) -> None:
    for repository, output in ((BUILD, "ModelBuildVariables"), (DEPLOY, "ModelDeployVariables")):
        lines = bench.outputs[output]
        visit.set_variables(bench.admin.environment, repository, lines)
        assert not re.search(r"[$!{}]|^[A-Z_]+=$", lines, re.MULTILINE)
    visit.set_environment(bench.admin.environment, DEPLOY, "production", "lead")


def test_the_workflow_of_main_registers_a_model(bench: Bench) -> None:
    number = visit.run_workflow(bench.admin.environment, BUILD, "build.yml")["Run"]
    assert ended(bench, BUILD, number) == {"drift": "skipped", "build": "success", "clean-up": "skipped"}
    (version,) = bench.versions(bench.outputs["MainModelPackageGroupName"])
    assert version["ModelApprovalStatus"] == "PendingManualApproval"


def test_a_branch_builds_to_the_dev_group_and_is_cleaned_up_when_it_is_gone(bench: Bench) -> None:
    folder, before = clone(bench, BUILD), len(visit.workflow_runs(bench.admin.environment, BUILD))
    more = f"git switch -qc feature/more-trees && {WHO} commit -q --allow-empty -m trees"
    bench.bash(f"{more} && git push -q origin feature/more-trees", folder, bench.admin)
    run = visit.workflow_runs(bench.admin.environment, BUILD)[before]
    assert ended(bench, BUILD, run["Run"])["build"] == "success"
    assert len(bench.versions(bench.outputs["DevModelPackageGroupName"])) == 1
    bench.bash("git push -q origin :feature/more-trees", folder, bench.admin)
    gone = visit.workflow_runs(bench.admin.environment, BUILD)[before + 1]
    assert ended(bench, BUILD, gone["Run"])["clean-up"] == "success"
    assert bench.versions(bench.outputs["DevModelPackageGroupName"]) == []


def test_an_approved_version_waits_for_the_reviewer_of_production_and_then_serves(bench: Bench) -> None:
    sagemaker, s3 = bench.clients.sagemaker, bench.admin.client("s3")
    version = newest_version(sagemaker, s3, bench.outputs["MainModelPackageGroupName"])
    approve(sagemaker, version, "good enough")
    number = visit.run_workflow(bench.admin.environment, DEPLOY, "deploy.yml")["Run"]
    run = reached(bench, DEPLOY, number, "waiting")
    assert run["Jobs"]["staging"]["Conclusion"] == "success"
    assert "Model version 1: " in run["Jobs"]["render"]["Summary"] + run["Jobs"]["staging"]["Summary"]
    endpoints = {each["EndpointName"] for each in sagemaker.list_endpoints()["Endpoints"]}
    group = f"{bench.name}-{bench.project.project_id}"
    assert {f"{group}-staging"} == {name for name in endpoints if name.startswith(group)}
    visit.approve_environment(bench.admin.environment, DEPLOY, "production")
    assert ended(bench, DEPLOY, number) == {"render": "success", "staging": "success", "production": "success"}
    held_out = read(s3, version.facts["TestDataS3Uri"])
    assert predict(bench.admin.client("sagemaker-runtime"), f"{group}-prod", held_out).answer


def test_a_workflow_of_main_cannot_take_on_the_role_of_production(bench: Bench) -> None:
    folder = clone(bench, DEPLOY)
    (folder / ".github" / "workflows" / "thief.yml").write_text(THIEF)
    (folder / ".github" / "workflows" / "deploy.yml").unlink()
    bench.bash(f"git add -A && {WHO} commit -qm thief && git push -q origin main", folder, bench.admin)
    number = visit.run_workflow(bench.admin.environment, DEPLOY, "thief.yml")["Run"]
    run = reached(bench, DEPLOY, number, "completed")
    assert run["Conclusion"] == "failure"
    assert "Not authorized to perform sts:AssumeRoleWithWebIdentity" in run["Message"]


def test_deleting_the_project_lists_what_stays_and_leaves_the_repositories(bench: Bench) -> None:
    kinds = {one.resource_type for one in projects.delete(bench.name, bench.clients)}
    assert {"AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SageMaker::ModelPackageGroup"} <= kinds
    assert "AWS::CodeCommit::Repository" not in kinds
    for repository in (BUILD, DEPLOY):
        address = f"https://github.com/{repository}.git"
        assert "refs/heads/main" in bench.bash(f"git ls-remote {address}", bench.folder, bench.admin)
