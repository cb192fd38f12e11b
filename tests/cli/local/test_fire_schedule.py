"""`local fire-schedule` calls the target of a schedule at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from mlops_templates.localaws import LocalAws, launch
from tests.waiting import message

QUEUE = "arn:aws:sqs:us-east-1:123456789012:heard"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LocalAws]:
    aws = launch(tmp_path / "state", tied=True)
    yield aws
    aws.stop()


def local(state: Path, *words: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "mlops_templates.cli", "local", "fire-schedule", "--state", str(state), *words]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)


def client(running: LocalAws, service: str) -> Any:
    found = running.environment
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=running.url,
        aws_access_key_id=found["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=found["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=found["AWS_SESSION_TOKEN"],
    )


def role(running: LocalAws) -> str:
    def policy(**statement: Any) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})

    iam, service = client(running, "iam"), {"Service": "scheduler.amazonaws.com"}
    trust = policy(Principal=service, Action="sts:AssumeRole")
    arn = iam.create_role(RoleName="clock", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName="clock", PolicyName="p", PolicyDocument=policy(Action="sqs:SendMessage", Resource="*"))
    return str(arn)


def test_a_schedule_fires_at_once_though_its_time_is_far(running: LocalAws) -> None:
    queue = client(running, "sqs").create_queue(QueueName="heard")["QueueUrl"]
    client(running, "scheduler").create_schedule(
        Name="nightly",
        ScheduleExpression="at(2099-01-01T00:00:00)",
        FlexibleTimeWindow={"Mode": "OFF"},
        State="DISABLED",
        Target={"Arn": QUEUE, "RoleArn": role(running), "Input": "now"},
    )
    done = local(running.state, "nightly")
    said = f"arn:aws:scheduler:us-east-1:123456789012:schedule/default/nightly fires: {QUEUE}\n"
    assert (done.returncode, done.stdout) == (0, said), done.stderr
    assert message(client(running, "sqs"), queue)["Body"] == "now"
    unknown = local(running.state, "daily")
    assert (unknown.returncode, "Schedule daily does not exist." in unknown.stderr) == (2, True)


def test_without_an_embedded_aws_nothing_fires(tmp_path: Path) -> None:
    done = local(tmp_path / "none", "nightly")
    assert (done.returncode, "no embedded AWS runs" in done.stderr) == (2, True)
