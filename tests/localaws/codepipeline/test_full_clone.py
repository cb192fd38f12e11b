"""Sources that a build clones by itself, with the history and with its own rights."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]
BUILDSPEC = """
version: 0.2
env:
  exported-variables: [SEEN]
phases:
  build:
    commands:
      - export SEEN="$(git rev-list --count HEAD) $(git rev-parse HEAD) $CODEBUILD_RESOLVED_SOURCE_VERSION"
"""


@pytest.fixture
def build(workshop: Any, build_action: Callable[..., Document]) -> Callable[[str], Document]:
    def stage(role: str) -> Document:
        workshop.aws.client("codebuild").create_project(
            name=workshop.name,
            source={"type": "CODEPIPELINE", "buildspec": BUILDSPEC},
            artifacts={"type": "CODEPIPELINE"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
            serviceRole=role,
        )
        details = {"configuration": {"ProjectName": workshop.name}, "inputArtifacts": [{"name": "Source"}]}
        return {"name": "Build", "actions": [build_action("Build", "CodeBuild", "Make", namespace="Build", **details)]}

    return stage


@pytest.fixture
def source(connected: Any, build_action: Callable[..., Document]) -> Document:
    given = {
        "ConnectionArn": connected.arn,
        "FullRepositoryId": connected.full_name,
        "BranchName": "main",
        "OutputArtifactFormat": "CODEBUILD_CLONE_REF",
    }
    details = {"configuration": given, "outputArtifacts": [{"name": "Source"}]}
    return {"name": "Source", "actions": [build_action("Source", "CodeStarSourceConnection", "Get", **details)]}


def seen(workshop: Any) -> str:
    made = workshop.codepipeline.list_action_executions(pipelineName=workshop.name)["actionExecutionDetails"][0]
    return str(made["output"]["outputVariables"]["SEEN"])


def test_a_build_has_the_history_of_a_connected_repository(
    workshop: Any, connected: Any, git: Any, source: Document, build: Any
) -> None:
    git.push(connected.url, {"a": "1"})
    head = git.push(connected.url, {"a": "2"})
    execution = workshop.create(source, build(workshop.role), whole=True)
    assert workshop.ended(execution) == "Succeeded", workshop.action("Build", "Make")
    assert seen(workshop) == f"2 {head} {head}"


def test_the_role_of_the_build_must_be_let_use_the_connection(
    workshop: Any, connected: Any, git: Any, source: Document, build: Any
) -> None:
    git.push(connected.url, {"a": "1"})
    role = workshop.aws.role(f"build-{uuid.uuid4().hex[:8]}", "codebuild", actions=("s3:*", "logs:*"))
    assert workshop.ended(workshop.create(source, build(role), whole=True)) == "Failed"
    message = workshop.action("Build", "Make")["errorDetails"]["message"]
    assert f"codeconnections:UseConnection on resource: {connected.arn}" in message


def test_a_build_has_the_history_of_a_codecommit_repository(workshop: Any, build_action: Any, build: Any) -> None:
    codecommit, place = workshop.aws.client("codecommit"), {"repositoryName": workshop.name, "branchName": "main"}
    codecommit.create_repository(repositoryName=workshop.name)
    first = codecommit.put_file(**place, filePath="a", fileContent=b"1")["commitId"]
    head = codecommit.put_file(**place, filePath="a", fileContent=b"2", parentCommitId=first)["commitId"]
    given = {"RepositoryName": workshop.name, "BranchName": "main", "PollForSourceChanges": "false"}
    given["OutputArtifactFormat"] = "CODEBUILD_CLONE_REF"
    details = {"configuration": given, "outputArtifacts": [{"name": "Source"}]}
    source = {"name": "Source", "actions": [build_action("Source", "CodeCommit", "Get", **details)]}
    execution = workshop.create(source, build(workshop.role), whole=True)
    assert workshop.ended(execution) == "Succeeded", workshop.action("Build", "Make")
    assert seen(workshop) == f"2 {head} {head}"


def test_only_builds_can_use_what_is_to_be_cloned(
    workshop: Any, connected: Any, git: Any, source: Document, build_action: Any
) -> None:
    git.push(connected.url, {"template.json": "{}"})
    given = {"ActionMode": "CREATE_UPDATE", "StackName": workshop.name, "RoleArn": workshop.role}
    given["TemplatePath"] = "Source::template.json"
    details = {"configuration": given, "inputArtifacts": [{"name": "Source"}]}
    deploy = {"name": "Deploy", "actions": [build_action("Deploy", "CloudFormation", "Deploy", **details)]}
    assert workshop.ended(workshop.create(source, deploy, whole=True)) == "Failed"
    assert workshop.action("Deploy", "Deploy")["errorDetails"]["code"] == "JobFailed"
