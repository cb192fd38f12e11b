"""`aws codebuild`, `aws logs` and `aws codepipeline`: a build with its log, an approval with its token."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.clients.conftest import Shell
from tests.conftest import Aws

IMAGE = {"type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0", "computeType": "BUILD_GENERAL1_SMALL"}


def until(look: Any, *wanted: str) -> str:
    deadline = time.monotonic() + 180
    while (found := look()) not in wanted:
        assert time.monotonic() < deadline, found
    return str(found)


@pytest.fixture
def role(aws: Aws, name: str) -> str:
    return aws.role(name, "codebuild", "codepipeline")


def test_a_build_runs_and_its_log_is_read(shell: Shell, name: str, role: str) -> None:
    buildspec = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo hello from $WHO\n"
    project = {
        "name": name,
        "serviceRole": role,
        "source": {"type": "NO_SOURCE", "buildspec": buildspec},
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": {**IMAGE, "environmentVariables": [{"name": "WHO", "value": "the build"}]},
    }
    shell.write("p.json", project)
    shell.aws("codebuild", "create-project", "--cli-input-json", "file://p.json")
    build = shell.aws("codebuild", "start-build", "--project-name", name, "--query", "build.id")
    look = ("codebuild", "batch-get-builds", "--ids", build, "--query", "builds[0].buildStatus")
    assert until(lambda: shell.aws(*look), "SUCCEEDED", "FAILED") == "SUCCEEDED"
    told = shell.aws("logs", "filter-log-events", "--log-group-name", f"/aws/codebuild/{name}", "--output", "text")
    assert "hello from the build" in told


def test_a_project_that_is_not_there_is_told_in_the_words_of_the_cli(shell: Shell) -> None:
    told = shell.refused("codebuild", "start-build", "--project-name", "none")
    assert told.startswith("An error occurred (ResourceNotFoundException) when calling the StartBuild operation:")


def test_an_approval_is_given_by_its_token(shell: Shell, name: str, role: str) -> None:
    shell.aws("s3", "mb", f"s3://{name}")
    shell.aws("s3api", "put-bucket-versioning", "--bucket", name, "--versioning-configuration", "Status=Enabled")
    shell.aws("s3", "cp", shell.write("source.zip", "a zip"), f"s3://{name}/source.zip", "--quiet")
    kinds = {"owner": "AWS", "version": "1"}
    source = {
        "name": "Source",
        "actionTypeId": {"category": "Source", "provider": "S3", **kinds},
        "configuration": {"S3Bucket": name, "S3ObjectKey": "source.zip", "PollForSourceChanges": "false"},
        "outputArtifacts": [{"name": "Source"}],
    }
    approve = {"name": "Approve", "actionTypeId": {"category": "Approval", "provider": "Manual", **kinds}}
    pipeline = {
        "name": name,
        "roleArn": role,
        "artifactStore": {"type": "S3", "location": name},
        "stages": [{"name": "Source", "actions": [source]}, {"name": "Approval", "actions": [approve]}],
    }
    shell.write("p.json", {"pipeline": pipeline})
    shell.aws("codepipeline", "create-pipeline", "--cli-input-json", "file://p.json")
    latest = "stageStates[1].actionStates[0].latestExecution"
    state = ("codepipeline", "get-pipeline-state", "--name", name, "--query")
    until(lambda: shell.aws(*state, f"{latest}.status"), "InProgress")
    action = ("--pipeline-name", name, "--stage-name", "Approval", "--action-name", "Approve")
    result = ("--result", "summary=fine,status=Approved", "--token")
    told = shell.refused(
        "codepipeline", "put-approval-result", *action, *result, "7a1b2c3d-0000-4000-8000-000000000000"
    )
    assert "(InvalidApprovalTokenException) when calling the PutApprovalResult operation" in told
    token = shell.aws(*state, f"{latest}.token")
    shell.aws("codepipeline", "put-approval-result", *action, *result, token)
    query = "pipelineExecutionSummaries[0].status"
    look = ("codepipeline", "list-pipeline-executions", "--pipeline-name", name, "--query", query)
    assert until(lambda: shell.aws(*look), "Succeeded", "Failed") == "Succeeded"
