"""A project whose builds run at GitHub: its workflows train, deploy and clean up by their identity tokens alone."""

from __future__ import annotations

import re

import pytest

from mlops_templates import projects
from mlops_templates.demo.prediction import predict
from mlops_templates.demo.registry import approve, newest_version, read
from mlops_templates.localaws import visit
from tests.conftest import Aws
from tests.lifecycle.bench import Bench
from tests.lifecycle.workflows import (
    WHO,
    begin,
    clone,
    ended,
    push,
    reached,
    runs_of,
    seeded,
    set_variables,
    skip_checks,
)

REGION = "ap-south-1"
OWNER = "octo-org"
BUILD, DEPLOY = f"{OWNER}/model-build", f"{OWNER}/model-deploy"
STEP = "preprocessing/split_data"
DOCKERFILE = f"""FROM 683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3
ENV MADE_BY=project
"""
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
    folder = tmp_path_factory.mktemp("bench")
    return begin(aws, REGION, "repeatable-real-time", OWNER, folder, {"OwnContainers": "yes"})


def images(bench: Bench) -> list[str]:
    """The tags of the images that the project's builds have pushed."""
    ecr = bench.admin.client("ecr")
    found = ecr.describe_images(repositoryName=f"mlops-{bench.project.project_id}-images")["imageDetails"]
    return [tag for each in found for tag in each["imageTags"]]


def own_images_of_steps(bench: Bench) -> set[str]:
    """The images of the project in which steps ran, by their tags."""
    sagemaker, own = bench.clients.sagemaker, f"/mlops-{bench.project.project_id}-images:"
    listed = sagemaker.list_processing_jobs(MaxResults=100)["ProcessingJobSummaries"]
    jobs = [sagemaker.describe_processing_job(ProcessingJobName=each["ProcessingJobName"]) for each in listed]
    places = [str(job["AppSpecification"]["ImageUri"]).partition(own) for job in jobs]
    return {tag for _, mine, tag in places if mine}


def test_both_repositories_are_filled_and_without_variables_their_workflows_do_nothing(bench: Bench) -> None:
    seeded(bench)
    for repository, file in ((BUILD, "build"), (DEPLOY, "deploy")):
        assert (clone(bench, repository) / ".github" / "workflows" / f"{file}.yml").is_file()
        (run,) = runs_of(bench, repository)
        assert reached(bench, repository, run["Run"], "completed")["Conclusion"] == "skipped"


def test_one_output_each_tells_the_variables_of_a_repository(bench: Bench) -> None:
    set_variables(bench)
    for output in ("ModelBuildVariables", "ModelDeployVariables"):
        assert not re.search(r"[$!{}]|^[A-Z_]+=$", bench.outputs[output], re.MULTILINE)


def test_the_workflow_of_main_makes_the_image_of_a_step_runs_it_there_and_registers_a_model(bench: Bench) -> None:
    (clone(bench, BUILD) / "algorithms" / STEP / "dockerfile").write_text(DOCKERFILE)
    number = push(bench, BUILD, "own image")
    assert ended(bench, BUILD, number) == {"drift": "skipped", "build": "success", "clean-up": "skipped"}
    (tag,) = images(bench)
    assert tag.startswith(STEP.replace("/", "-"))
    assert own_images_of_steps(bench) == {tag}
    (version,) = bench.versions(bench.outputs["MainModelPackageGroupName"])
    assert version["ModelApprovalStatus"] == "PendingManualApproval"


def test_a_branch_builds_to_the_dev_group_and_is_cleaned_up_when_it_is_gone(bench: Bench) -> None:
    made, folder = images(bench), clone(bench, BUILD)
    bench.bash("git switch -qc feature/more-trees", folder, bench.admin)
    skip_checks(folder, "build.yml", "python -m ci test")
    assert ended(bench, BUILD, push(bench, BUILD, "trees", "feature/more-trees"))["build"] == "success"
    assert len(bench.versions(bench.outputs["DevModelPackageGroupName"])) == 1
    assert images(bench) == made
    before = len(runs_of(bench, BUILD))
    bench.bash("git push -q origin :feature/more-trees", folder, bench.admin)
    assert ended(bench, BUILD, runs_of(bench, BUILD)[before]["Run"])["clean-up"] == "success"
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
    assert {"AWS::ECR::Repository", "AWS::KMS::Key", "AWS::S3::Bucket", "AWS::SageMaker::ModelPackageGroup"} <= kinds
    assert "AWS::CodeCommit::Repository" not in kinds
    for repository in (BUILD, DEPLOY):
        address = f"https://github.com/{repository}.git"
        assert "refs/heads/main" in bench.bash(f"git ls-remote {address}", bench.folder, bench.admin)
