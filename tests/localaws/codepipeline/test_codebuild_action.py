from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]
BUILDSPEC = """
version: 0.2
env:
  exported-variables: [WORD]
phases:
  build:
    commands:
      - export WORD="$STAGE $(cat README.md)"
      - mkdir out && echo "$WORD" > out/word.txt
artifacts:
  base-directory: out
  files: ['**/*']
"""
BROKEN = BUILDSPEC.replace('- export WORD="$STAGE $(cat README.md)"', "- exit 3")


@pytest.fixture
def build(workshop: Any, build_action: Any) -> Callable[..., Document]:
    environment = {
        "type": "LINUX_CONTAINER",
        "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        "computeType": "BUILD_GENERAL1_SMALL",
        "environmentVariables": [{"name": "STAGE", "value": "project"}],
    }

    def stage(buildspec: str = BUILDSPEC, **configuration: str) -> Document:
        workshop.aws.client("codebuild").create_project(
            name=workshop.name,
            source={"type": "CODEPIPELINE", "buildspec": buildspec},
            artifacts={"type": "CODEPIPELINE"},
            environment=environment,
            serviceRole=workshop.role,
        )
        given = {"ProjectName": workshop.name, **configuration}
        details = {"inputArtifacts": [{"name": "Source"}], "outputArtifacts": [{"name": "Built"}], "namespace": "Build"}
        return {
            "name": "Build",
            "actions": [build_action("Build", "CodeBuild", "Make", configuration=given, **details)],
        }

    return stage


def gate(build_approval: Any) -> Document:
    return {"name": "Gate", "actions": [build_approval(configuration={"CustomData": "#{Build.WORD}"})]}


def test_a_build_gives_an_artifact_and_its_exported_variables(
    workshop: Any, build: Callable[..., Document], build_approval: Any
) -> None:
    variables = json.dumps([{"name": "STAGE", "value": "action", "type": "PLAINTEXT"}])
    workshop.create(build(EnvironmentVariables=variables), gate(build_approval))
    workshop.token()
    asked, made, _ = workshop.codepipeline.list_action_executions(pipelineName=workshop.name)["actionExecutionDetails"]
    assert asked["input"]["resolvedConfiguration"]["CustomData"] == "action hello"
    assert made["output"]["outputVariables"] == {"WORD": "action hello"}
    place = made["output"]["outputArtifacts"][0]["s3location"]
    body = workshop.aws.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.read("word.txt") == b"action hello\n"


def test_a_failed_build_is_a_failed_action_that_names_the_build(
    workshop: Any, build: Callable[..., Document], build_approval: Any
) -> None:
    execution = workshop.create(build(BROKEN), gate(build_approval))
    assert workshop.ended(execution) == "Failed"
    failed = workshop.action("Build", "Make")
    assert failed["externalExecutionId"].startswith(f"{workshop.name}:")
    assert failed["errorDetails"]["code"] == "JobFailed"
    assert "Build terminated with state: FAILED" in failed["errorDetails"]["message"]
    assert workshop.action("Gate", "Approve") == {}


def test_variables_that_are_not_json_fail_the_action(
    workshop: Any, build: Callable[..., Document], build_approval: Any
) -> None:
    execution = workshop.create(build(EnvironmentVariables="STAGE=x"), gate(build_approval))
    assert workshop.ended(execution) == "Failed"
    assert "EnvironmentVariables is not a JSON array" in workshop.action("Build", "Make")["errorDetails"]["message"]


def test_a_variable_of_the_action_may_come_from_the_parameter_store(
    workshop: Any, build: Callable[..., Document], build_approval: Any
) -> None:
    workshop.aws.client("ssm").put_parameter(Name=f"/{workshop.name}", Value="stored", Type="String")
    variables = json.dumps([{"name": "STAGE", "value": f"/{workshop.name}", "type": "PARAMETER_STORE"}])
    workshop.create(build(EnvironmentVariables=variables), gate(build_approval))
    workshop.token()
    made = workshop.codepipeline.list_action_executions(pipelineName=workshop.name)["actionExecutionDetails"][1]
    assert made["output"]["outputVariables"] == {"WORD": "stored hello"}


def test_a_variable_of_an_unknown_type_fails_the_action(
    workshop: Any, build: Callable[..., Document], build_approval: Any
) -> None:
    variables = json.dumps([{"name": "STAGE", "value": "x", "type": "SECRET"}])
    execution = workshop.create(build(EnvironmentVariables=variables), gate(build_approval))
    assert workshop.ended(execution) == "Failed"
    assert "SECRET" in workshop.action("Build", "Make")["errorDetails"]["message"]
