"""However a server ends in the middle of a build, nothing of the build goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import LocalAws, attach, launch
from tests.cli.local.processes import processes_naming
from tests.waiting import until

TRUST = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
BUILDSPEC = """version: 0.2
phases:
  build:
    commands:
      - trap '' TERM; touch begun; tail -f $PWD/begun & tail -f $PWD/begun
"""


def client(aws: LocalAws, service: str) -> Any:
    given = aws.environment
    return boto3.client(
        service,
        endpoint_url=aws.url,
        region_name="us-east-1",
        aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=given["AWS_SESSION_TOKEN"],
    )


def build(aws: LocalAws) -> None:
    """Start a build that never ends by itself and does not listen to SIGTERM; wait until its command runs."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    role = client(aws, "iam").create_role(RoleName="builder", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    codebuild = client(aws, "codebuild")
    codebuild.create_project(
        name="endless",
        source={"type": "NO_SOURCE", "buildspec": BUILDSPEC},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "standard:7.0", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=role,
    )
    codebuild.start_build(projectName="endless")
    until(lambda: any("tail -f" in line for line in processes_naming(aws.state)), "the build's command")


def stop(aws: LocalAws) -> None:
    argv = [sys.executable, "-m", "mlops_templates.cli", "local", "stop", "--state", str(aws.state)]
    subprocess.run(argv, check=True, capture_output=True)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(stop, id="local-stop"),
        pytest.param(lambda aws: os.kill(aws.pid, signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda aws: os.kill(aws.pid, signal.SIGKILL), id="SIGKILL"),
    ],
)
def test_no_build_outlives_its_server(tmp_path: Path, end: Callable[[LocalAws], None]) -> None:
    aws = launch(tmp_path / "state")
    build(aws)
    end(aws)
    assert aws.child
    aws.child.wait(timeout=180)
    until(lambda: processes_naming(tmp_path) == [], "the end of the build")
    assert attach(aws.state) is None


def test_a_folder_whose_server_was_killed_takes_another(tmp_path: Path) -> None:
    killed = launch(tmp_path)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.child
    killed.child.wait()
    assert attach(tmp_path) is None
    launch(tmp_path).stop()


def test_a_process_that_got_the_number_of_a_killed_server_is_left_alone(tmp_path: Path) -> None:
    killed = launch(tmp_path)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.child
    killed.child.wait()
    with subprocess.Popen(["sleep", "300"]) as other:
        facts = json.loads((tmp_path / "server.json").read_text())
        (tmp_path / "server.json").write_text(json.dumps({**facts, "pid": other.pid}))
        stop(killed)
        assert other.poll() is None
        other.kill()


def test_stopping_a_server_twice_leaves_alone_who_got_its_number(tmp_path: Path) -> None:
    stopped = launch(tmp_path)
    stopped.stop()
    with subprocess.Popen(["sleep", "300"]) as other:
        replace(stopped, pid=other.pid).stop()
        replace(stopped, pid=other.pid, child=None).stop()
        assert other.poll() is None
        other.kill()


def test_a_folder_takes_one_server_at_a_time(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "mlops_templates.localaws", str(tmp_path)]
    aws = launch(tmp_path)
    second = subprocess.run(argv, capture_output=True, text=True, timeout=180)
    aws.stop()
    assert (second.returncode, second.stderr) == (
        2,
        f"mlops-templates: error: an embedded AWS already runs on {tmp_path}.\n",
    )


def test_a_fresh_start_forgets_what_an_earlier_server_knew_with_its_repositories(tmp_path: Path) -> None:
    for content in ("first", "second"):
        aws = launch(tmp_path, fresh=True)
        codecommit = client(aws, "codecommit")
        codecommit.create_repository(repositoryName="again")
        assert codecommit.list_branches(repositoryName="again")["branches"] == [], content
        codecommit.put_file(
            repositoryName="again", branchName="main", filePath="a", fileContent=content.encode(), name="Ada"
        )
        aws.stop()


def test_folders_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.txt").write_text("years of it")
    with pytest.raises(MlopsTemplatesError, match="that is not of an embedded AWS"):
        launch(tmp_path)
    assert (tmp_path / "work" / "thesis.txt").read_text() == "years of it"


def test_the_log_says_why_a_server_ended(tmp_path: Path) -> None:
    aws = launch(tmp_path)
    os.kill(aws.pid, signal.SIGTERM)
    assert aws.child
    aws.child.wait(timeout=180)
    log = (tmp_path / "logs" / "server.log").read_text()
    assert f"process {aws.pid} serves at {aws.url}" in log
    assert f"process {aws.pid} ends: it got SIGTERM" in log
