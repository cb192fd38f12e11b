"""The SageMaker SDK as it comes, with the variables of `local env` and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.data import data_folder
from mlops_templates.localaws import environments
from tests.conftest import Aws

PROGRAM = Path(__file__).with_name("sdk_program") / "program.py"


@pytest.fixture(scope="module")
def facts(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the SDK answered in a life of a pipeline, in the environment of the model build seed."""
    bucket = "sdk-program-bucket"
    aws.client("s3").create_bucket(Bucket=bucket)
    aws.client("sagemaker").create_model_package_group(ModelPackageGroupName="sdk-group")
    role = aws.role("sdk-program", "sagemaker")
    idle = aws.role("sdk-idle", "sagemaker", actions=("s3:GetObject",))
    seed = data_folder("seed_code") / "model_build"
    python = environments.for_requirements(aws.world, environments.base(), ["-r", "requirements.txt"], seed).python
    ended = subprocess.run(
        [python, "-W", "ignore", PROGRAM, role, idle, bucket],
        env=aws.environment(),
        cwd=tmp_path_factory.mktemp("sdk"),
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found


def test_a_role_without_the_rights_is_refused_by_the_sdk_itself(facts: dict[str, Any]) -> None:
    assert "Missing permissions: cloudwatch:PutMetricData" in facts["refused"]
    assert "sdk-idle" in facts["refused"]


def test_upsert_creates_a_pipeline_and_then_updates_it(facts: dict[str, Any]) -> None:
    assert set(facts["arns"]) == {"arn:aws:sagemaker:us-east-1:123456789012:pipeline/sdk-pipeline"}
    assert facts["described"] == "Active"


def test_a_pipeline_that_is_started_ends_well(facts: dict[str, Any]) -> None:
    good = facts["good"]
    assert (good["waited"], good["status"]) == ("ended well", "Succeeded")
    done = {"Preprocess", "Train", "Evaluate", "Check", "Register"}
    assert good["steps"] == dict.fromkeys(done, "Succeeded")


def test_a_condition_that_does_not_hold_fails_the_pipeline_in_its_words(facts: dict[str, Any]) -> None:
    bad = facts["bad"]
    assert bad["status"] == "Failed"
    assert "terminal failure state" in bad["waited"]
    assert bad["steps"]["TooLow"] == "Failed"
    assert "Register" not in bad["steps"]
    assert "the accuracy is too low" in bad["reasons"]["TooLow"]


def test_the_sdk_reads_the_registered_model(facts: dict[str, Any]) -> None:
    assert facts["packages"] == ["arn:aws:sagemaker:us-east-1:123456789012:model-package/sdk-group/1"]
    assert facts["approval"] == "PendingManualApproval"
    assert facts["model"].startswith("s3://sdk-program-bucket/sdk-pipeline/model/")
    assert "sdk-group" in facts["groups"]
    assert facts["executions"] == 2
