"""The commands of *Operations* in the README of the model_deploy seed do on the embedded AWS what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy.conftest import SEED

PIPELINE, STAGING = "sagemaker-churn-p-1-deploy", "sagemaker-churn-p-1-deploy-staging"
TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
Operation = Callable[[str], None]


@pytest.fixture
def operation(local_aws: LocalAccount, version: str) -> Operation:
    """Runs the commands that the README gives for this purpose."""
    values = {"<project>": "churn-p-1", "<stage>": "staging", "<version's ARN>": version, "<why>": "a fair"}

    def operation(purpose: str) -> None:
        for words in commands(purpose, values):
            program = [str(Path(sys.executable).with_name("aws")), *words[1:]]
            variables = {**os.environ, **local_aws.environment}
            told = subprocess.run(program, env=variables, capture_output=True, timeout=120, check=False)
            assert told.returncode == 0, told.stderr.decode()

    return operation


def commands(purpose: str, values: dict[str, str]) -> Iterator[list[str]]:
    """What stands under a comment that begins with this purpose, its placeholders filled."""
    block = (SEED / "README.md").read_text().split("## Operations")[1].split("```")[1]
    (text,) = re.findall(rf"^# {purpose}[^\n]*\n((?:[^#\n][^\n]*\n)+)", block, re.M)
    for name, value in values.items():
        text = text.replace(name, value)
    for line in text.replace("\\\n", " ").splitlines():
        yield shlex.split(line)


@pytest.fixture
def version(local_aws: LocalAccount) -> str:
    """The newer one of two approved versions."""
    sagemaker = local_aws.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="churn-p-1")
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
    local_aws.client("s3").create_bucket(Bucket="models")
    local_aws.client("s3").put_object(Bucket="models", Key="model.tar.gz", Body=b"model")
    containers = [{"Image": image, "ModelDataUrl": "s3://models/model.tar.gz"}]
    types = {"SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
    made = [
        sagemaker.create_model_package(
            ModelPackageGroupName="churn-p-1",
            ModelApprovalStatus="Approved",
            InferenceSpecification={"Containers": containers, **types},
        )["ModelPackageArn"]
        for _ in range(2)
    ]
    return str(made[-1])


@pytest.fixture
def staging_is_open(local_aws: LocalAccount) -> Callable[[], bool]:
    """A pipeline with a stage Staging, and whether releases may enter it."""
    s3, pipelines = local_aws.client("s3"), local_aws.client("codepipeline")
    s3.create_bucket(Bucket="sources")
    s3.put_bucket_versioning(Bucket="sources", VersioningConfiguration={"Status": "Enabled"})
    kinds = {"owner": "AWS", "version": "1"}
    source = {
        "name": "Source",
        "actionTypeId": {"category": "Source", "provider": "S3", **kinds},
        "configuration": {"S3Bucket": "sources", "S3ObjectKey": "source.zip", "PollForSourceChanges": "false"},
        "outputArtifacts": [{"name": "Source"}],
    }
    approve = {"name": "Approve", "actionTypeId": {"category": "Approval", "provider": "Manual", **kinds}}
    stages: list[dict[str, Any]] = [
        {"name": "Source", "actions": [source]},
        {"name": "Staging", "actions": [approve]},
    ]
    role = local_aws.role("pipeline", trusts=["codepipeline.amazonaws.com"])
    store = {"type": "S3", "location": "sources"}
    pipelines.create_pipeline(pipeline={"name": PIPELINE, "roleArn": role, "artifactStore": store, "stages": stages})

    def staging_is_open() -> bool:
        state = pipelines.get_pipeline_state(name=PIPELINE)["stageStates"][1]
        return bool(state["inboundTransitionState"]["enabled"])

    return staging_is_open


def test_a_version_that_is_rejected_leaves_the_one_before_as_the_newest_approved(
    local_aws: LocalAccount, operation: Operation, version: str
) -> None:
    operation("Go back")
    approved = local_aws.client("sagemaker").list_model_packages(
        ModelPackageGroupName="churn-p-1", ModelApprovalStatus="Approved"
    )
    assert [one["ModelPackageArn"] for one in approved["ModelPackageSummaryList"]] == [version[:-1] + "1"]


def test_releases_pause_and_go_on(operation: Operation, staging_is_open: Callable[[], bool]) -> None:
    assert staging_is_open()
    operation("Pause")
    assert not staging_is_open()
    operation("Resume")
    assert staging_is_open()


def test_the_environment_of_a_stage_is_deleted(local_aws: LocalAccount, operation: Operation) -> None:
    local_aws.deploy(TOPIC, name=STAGING)
    operation("Delete")
    with pytest.raises(ClientError, match="does not exist"):
        local_aws.client("cloudformation").describe_stacks(StackName=STAGING)
