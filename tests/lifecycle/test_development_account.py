"""Development in an account of its own: it trains, the tooling account keeps all that counts. One story, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.demo import registry
from mlops_templates.demo.prediction import predict
from mlops_templates.foundations.target_account import STACK_NAME
from mlops_templates.localaws.clients import ACCOUNT
from tests.lifecycle.lake import OWNER, open_to
from tests.lifecycle.project_life import ProjectLife, git, publish_by_command
from tests.lifecycle.target_accounts import add_target_account, administrator
from tests.lifecycle.test_branches import folders, next_build
from tests.lifecycle.trial import run_as_scientist

if TYPE_CHECKING:
    from pathlib import Path

    import boto3

    from mlops_templates.localaws import LocalAws

DEVELOPMENT = "333500000009"
# What is in an account already; no network exists here, so any will do.
NETWORK = {"SubnetIds": "subnet-0aaaaaaaaaaaaaaaa,subnet-0bbbbbbbbbbbbbbbb", "SecurityGroupId": "sg-0cccccccccccccccc"}
BRANCH = "feature/other-rows"
OWN_DATA = "data/breast_cancer.csv"
LAKE = "apart-lake"


@pytest.fixture(scope="module")
def development(account: LocalAws) -> boto3.Session:
    """The administrator of the development account."""
    return add_target_account(DEVELOPMENT, Development="yes", **{**NETWORK, "Network": "import"})


@pytest.fixture(scope="module")
def life(account: LocalAws, development: boto3.Session, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    """A project whose first build has registered a version."""
    publish_by_command()
    form = {"DevelopmentAccountId": DEVELOPMENT, "LakeBucket": LAKE}
    return ProjectLife.begin("apart", account, tmp_path_factory.mktemp("clones"), form=form).built()


def pipelines_in(sagemaker: Any) -> list[str]:
    return sorted(one["PipelineName"] for one in sagemaker.list_pipelines()["PipelineSummaries"])


def add_lake(rows: Path) -> None:
    """A bucket of another account again, which lets in the account of the project and not that of development."""
    s3 = administrator(OWNER).client("s3")
    s3.create_bucket(Bucket=LAKE)
    s3.put_object(Bucket=LAKE, Key="2026/rows.csv", Body=rows.read_bytes())
    open_to(ACCOUNT, LAKE, s3)


def jobs_in(sagemaker: Any) -> list[str]:
    """ARNs of all jobs of an account."""
    processing = sagemaker.list_processing_jobs(MaxResults=100)["ProcessingJobSummaries"]
    training = sagemaker.list_training_jobs(MaxResults=100)["TrainingJobSummaries"]
    return [*(one["ProcessingJobArn"] for one in processing), *(one["TrainingJobArn"] for one in training)]


def version_of(life: ProjectLife, group: str = "") -> registry.Version:
    return registry.newest_version(life.client("sagemaker"), life.client("s3"), group or life.names.group)


def test_pipelines_and_jobs_are_in_the_development_account_and_none_in_the_tooling_account(
    life: ProjectLife, development: boto3.Session
) -> None:
    there, here = development.client("sagemaker"), life.client("sagemaker")
    assert pipelines_in(there) == [life.names.training_pipeline]
    assert (len(jobs_in(there)), pipelines_in(here), jobs_in(here)) == (3, [], [])


def test_jobs_run_in_the_network_of_the_development_account_and_write_into_the_bucket_of_the_project(
    life: ProjectLife, development: boto3.Session
) -> None:
    sagemaker, ssm = development.client("sagemaker"), development.client("ssm")
    (name,) = [arn.rpartition("/")[2] for arn in jobs_in(sagemaker) if ":training-job/" in arn]
    job = sagemaker.describe_training_job(TrainingJobName=name)
    assert ",".join(job["VpcConfig"]["Subnets"]) == NETWORK["SubnetIds"]
    assert job["RoleArn"].startswith(f"arn:aws:iam::{DEVELOPMENT}:role/mlops/mlops-templates-target-training-")
    disks = ssm.get_parameter(Name="/mlops-templates/target/key-arn")["Parameter"]["Value"]
    assert job["ResourceConfig"]["VolumeKmsKeyId"] == disks
    assert f":{ACCOUNT}:key/" in job["OutputDataConfig"]["KmsKeyId"]
    bucket = f"s3://sagemaker-{life.names.project_id}-ml-data-{ACCOUNT}/"
    assert job["ModelArtifacts"]["S3ModelArtifacts"].startswith(bucket)


def test_the_version_is_in_the_registry_of_the_tooling_account_alone(
    life: ProjectLife, development: boto3.Session
) -> None:
    assert version_of(life).arn.split(":")[4] == ACCOUNT
    assert f":{DEVELOPMENT}:pipeline/" in version_of(life).facts["PipelineExecutionArn"]
    assert development.client("sagemaker").list_model_package_groups()["ModelPackageGroupSummaryList"] == []


def test_a_branch_trains_there_as_a_role_that_registers_for_development_only(
    life: ProjectLife, development: boto3.Session
) -> None:
    folder = life.clone("model-build")
    add_lake(folder / OWN_DATA)
    life.edit(folder / "ml_pipelines" / "training" / "input.json", OWN_DATA, f"s3://{LAKE}/2026/")
    life.push(folder, "Train on the lake", branch=BRANCH)
    build = next_build(life, [])
    assert build["buildStatus"] == "SUCCEEDED", life.log_of(build)[-4000:]
    assert version_of(life, f"{life.names.group}-dev").facts["BranchName"] == BRANCH
    sagemaker = development.client("sagemaker")
    (of_branch,) = set(pipelines_in(sagemaker)) - {life.names.training_pipeline}
    role = sagemaker.describe_pipeline(PipelineName=of_branch)["RoleArn"]
    assert "role/mlops/mlops-templates-target-training-branch-" in role
    assert pipelines_in(life.client("sagemaker")) == []


def test_what_it_trained_on_is_a_copy_of_the_lake_which_the_development_account_cannot_reach(
    life: ProjectLife, development: boto3.Session
) -> None:
    """The build of the project copied it: no role of the development account is let into the lake."""
    facts = version_of(life, f"{life.names.group}-dev").facts
    sagemaker = development.client("sagemaker")
    told = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=facts["PipelineExecutionArn"])
    parameters = {one["Name"]: one["Value"] for one in told["PipelineParameters"]}
    bucket = f"s3://sagemaker-{life.names.project_id}-ml-data-{ACCOUNT}/"
    assert parameters["InputDataUri"].startswith(bucket)
    rows = (life.clone("model-build") / OWN_DATA).read_bytes()
    assert registry.read(life.client("s3"), f"{parameters['InputDataUri']}rows.csv") == rows
    with pytest.raises(ClientError, match="not authorized to perform: s3:GetObject"):
        development.client("s3").get_object(Bucket=LAKE, Key="2026/rows.csv")


def test_people_try_the_model_of_a_branch_there_and_take_the_endpoint_away(
    life: ProjectLife, development: boto3.Session
) -> None:
    """By the commands of the repository, as the role of the people of the project."""
    name, sagemaker = life.names.endpoint("try"), development.client("sagemaker")
    assert name in run_as_scientist(life, "try-endpoint", branch=BRANCH)
    rows = registry.read(life.client("s3"), version_of(life, f"{life.names.group}-dev").facts["TestDataS3Uri"])
    assert 0 <= float(predict(development.client("sagemaker-runtime"), name, rows).answer) <= 1
    run_as_scientist(life, "end-try-endpoint", branch=BRANCH)
    left = (sagemaker.list_endpoints()["Endpoints"], sagemaker.list_endpoint_configs()["EndpointConfigs"])
    assert (*left, sagemaker.list_models()["Models"]) == ([], [], [])


def test_a_deleted_branch_leaves_nothing_in_either_account(life: ProjectLife, development: boto3.Session) -> None:
    before = [str(one) for one in builds(life)]
    git("push", "--quiet", "origin", "--delete", BRANCH, cwd=life.clone("model-build"))
    build = next_build(life, before)
    assert build["buildStatus"] == "SUCCEEDED", life.log_of(build)[-4000:]
    assert pipelines_in(development.client("sagemaker")) == [life.names.training_pipeline]
    assert (life.versions(f"{life.names.group}-dev"), folders(life)) == ([], {f"{life.names.project}/"})


def test_an_approved_version_serves_at_both_stages(life: ProjectLife) -> None:
    version, pipeline = version_of(life).arn, life.names.deploy_pipeline
    before = life.newest(pipeline)
    life.decide_on_version(version, "Approved")
    deployment = life.started_after(pipeline, before)
    life.decide(life.wait_for_approval(deployment), "Approved")
    assert life.end_of(pipeline, deployment) == "Succeeded"
    assert (life.serving("staging"), life.serving("prod")) == (version, version)


def test_a_version_leads_to_its_model_its_data_and_its_code_when_the_development_account_is_gone(
    life: ProjectLife, development: boto3.Session
) -> None:
    give_up(development)
    s3, version = life.client("s3"), version_of(life)
    package = life.client("sagemaker").describe_model_package(ModelPackageName=version.arn)
    model = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    rows = registry.read(s3, version.facts["TestDataS3Uri"])
    assert registry.read(s3, model)
    build = f"s3://sagemaker-{life.names.project_id}-ml-data-{ACCOUNT}/{life.names.project}/{version.facts['BuildId']}"
    manifest = json.loads(registry.read(s3, f"{build}/build.json"))
    repository = f"sagemaker-{life.names.group}-model-build"
    commit = life.client("codecommit").get_commit(repositoryName=repository, commitId=manifest["CommitId"])
    assert commit["commit"]["commitId"] == version.facts["CommitId"]
    assert registry.read(s3, f"{build}/code/ml-pipelines/training/ml-pipeline-training.py")
    answer = predict(life.client("sagemaker-runtime"), life.names.endpoint("prod"), rows).answer
    assert 0 <= float(answer) <= 1


def builds(life: ProjectLife) -> list[str]:
    """Builds of branches."""
    project = f"sagemaker-{life.names.group}-branch"
    return list(life.client("codebuild").list_builds_for_project(projectName=project)["ids"])


def give_up(development: boto3.Session) -> None:
    """Take away what is of the account set: its pipelines, its stack with all roles, the key that the stack keeps."""
    sagemaker, cloudformation = development.client("sagemaker"), development.client("cloudformation")
    for name in pipelines_in(sagemaker):
        sagemaker.delete_pipeline(PipelineName=name)
    key = development.client("ssm").get_parameter(Name="/mlops-templates/target/key-arn")["Parameter"]["Value"]
    cloudformation.delete_stack(StackName=STACK_NAME)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK_NAME, WaiterConfig={"Delay": 1})
    development.client("kms").schedule_key_deletion(KeyId=key.rpartition("/")[2], PendingWindowInDays=7)
