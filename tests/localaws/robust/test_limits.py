"""Builds and jobs within their limits, and their output as it is written."""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws import memory
from mlops_templates.localaws.codebuild.state import find_build
from tests.conftest import Aws
from tests.localaws.living import lives
from tests.localaws.sagemaker.conftest import IMAGE
from tests.waiting import until

EATER = "import time; held = bytearray(400_000_000); time.sleep(600)"
TALKER = "phases: {build: {commands: ['echo first words', 'sleep 300']}}"


@pytest.fixture
def build(aws: Aws) -> Callable[[str], str]:
    """Starts a build of these phases and gives its id."""
    role = aws.role(f"limits-{uuid.uuid4().hex[:8]}", "codebuild")

    def start(buildspec: str) -> str:
        name, codebuild = f"limits-{uuid.uuid4().hex[:8]}", aws.client("codebuild")
        codebuild.create_project(
            name=name,
            source={"type": "NO_SOURCE", "buildspec": "version: 0.2\n" + textwrap.dedent(buildspec)},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole=role,
        )
        return str(codebuild.start_build(projectName=name)["build"]["id"])

    return start


def shown(aws: Aws, build_id: str) -> dict[str, Any]:
    return dict(aws.client("codebuild").batch_get_builds(ids=[build_id])["builds"][0])


def lines(aws: Aws, group: str, stream: str) -> list[str]:
    logs = aws.client("logs")
    try:
        events = logs.get_log_events(logGroupName=group, logStreamName=stream)["events"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"] for event in events]


def test_a_command_that_takes_too_much_memory_is_killed(
    aws: Aws, build: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(memory.VARIABLE, "0.2")
    build_id = build(f"phases: {{build: {{commands: [\"python3 -c '{EATER}'\"]}}}}")
    assert find_build(aws.call(), build_id).wait(180)
    assert "exit status 137" in find_build(aws.call(), build_id).failure


def test_the_log_of_a_build_can_be_followed_while_it_runs(aws: Aws, build: Callable[[str], str]) -> None:
    build_id = build(TALKER)
    name, _, stream = build_id.partition(":")
    until(lambda: "first words" in lines(aws, f"/aws/codebuild/{name}", stream), "the first words")
    assert shown(aws, build_id)["buildStatus"] == "IN_PROGRESS"
    aws.client("codebuild").stop_build(id=build_id)
    assert find_build(aws.call(), build_id).wait(180)
    assert lines(aws, f"/aws/codebuild/{name}", stream).count("first words") == 1


def test_the_last_words_of_a_build_are_in_its_log_when_it_is_over(aws: Aws, build: Callable[[str], str]) -> None:
    build_id = build("phases: {build: {commands: [printf 'last words']}}")
    assert find_build(aws.call(), build_id).wait(180)
    name, _, stream = build_id.partition(":")
    assert "last words" in "\n".join(lines(aws, f"/aws/codebuild/{name}", stream))


def test_a_build_leaves_no_folder_though_it_takes_away_the_right_to_write(
    aws: Aws, build: Callable[[str], str]
) -> None:
    build_id = build("phases: {build: {commands: ['mkdir -p a/b && touch a/b/c && chmod 500 a/b a']}}")
    assert find_build(aws.call(), build_id).wait(180)
    assert not Path(aws.world.root, "work", "codebuild", build_id.partition(":")[2]).exists()


def test_a_daemon_of_a_build_lives_from_command_to_command_and_ends_with_it(
    aws: Aws, build: Callable[[str], str], tmp_path: Path
) -> None:
    daemon = f"setsid sh -c 'echo $$ > {tmp_path}/pid; exec sleep 300' > /dev/null 2>&1 &"
    alive = f"until test -s {tmp_path}/pid; do sleep 0.05; done; kill -0 $(cat {tmp_path}/pid) && echo it lives"
    build_id = build(f'phases: {{build: {{commands: ["{daemon}", "{alive}"]}}}}')
    assert find_build(aws.call(), build_id).wait(180)
    assert "it lives" in find_build(aws.call(), build_id).log.read_text()
    assert not lives(int((tmp_path / "pid").read_text()))


def processing(aws: Aws, code: str) -> str:
    """Start a processing job that runs this code; its name."""
    name = f"limits-{uuid.uuid4().hex[:8]}"
    aws.client("sagemaker").create_processing_job(
        ProcessingJobName=name,
        RoleArn=aws.role(name, "sagemaker"),
        AppSpecification={"ImageUri": IMAGE, "ContainerEntrypoint": ["python3", "-u", "-c", code]},
        ProcessingResources={
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 10}
        },
    )
    return name


def job(aws: Aws, name: str) -> dict[str, Any]:
    return dict(aws.client("sagemaker").describe_processing_job(ProcessingJobName=name))


def test_a_job_that_takes_too_much_memory_fails_with_the_words_of_aws(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(memory.VARIABLE, "0.2")
    name = processing(aws, EATER)
    until(lambda: job(aws, name)["ProcessingJobStatus"] == "Failed", "the end of the job")
    assert job(aws, name)["FailureReason"].startswith("AlgorithmError: Please use an instance type with more memory")
    assert "exit code: 137" in job(aws, name)["FailureReason"]


def test_the_log_of_a_job_can_be_followed_while_it_runs(aws: Aws) -> None:
    name = processing(aws, "import time; print('first words'); time.sleep(300)")
    until(lambda: job(aws, name).get("ProcessingStartTime"), "the start of the job")
    logs, group = aws.client("logs"), "/aws/sagemaker/ProcessingJobs"
    streams = until(lambda: _streams(logs, group, name), "the log of the job")
    until(lambda: "first words" in lines(aws, group, streams[0]), "the first words")
    assert job(aws, name)["ProcessingJobStatus"] == "InProgress"
    aws.client("sagemaker").stop_processing_job(ProcessingJobName=name)
    until(lambda: job(aws, name)["ProcessingJobStatus"] == "Stopped", "the end of the job")


def _streams(logs: Any, group: str, prefix: str) -> list[str]:
    try:
        found = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=prefix)["logStreams"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [each["logStreamName"] for each in found]
