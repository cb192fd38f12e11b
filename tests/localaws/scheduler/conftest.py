"""Schedules with a queue as their target, and what the queue receives."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.localaws.conftest import Aws
from tests.waiting import message

ACCOUNT = "123456789012"
FAR = "at(2099-01-01T00:00:00)"


@dataclass(frozen=True)
class Plan:
    """A person at EventBridge Scheduler, with one schedule of their own."""

    aws: Aws
    name: str

    @property
    def api(self) -> Any:
        return self.aws.client("scheduler")

    @property
    def arn(self) -> str:
        return f"arn:aws:scheduler:us-east-1:{ACCOUNT}:schedule/default/{self.name}"

    @property
    def queue_arn(self) -> str:
        return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{self.name}"

    def role(self, *actions: str, service: str = "scheduler") -> str:
        found: str = self.aws.role(f"{self.name}-{uuid.uuid4().hex[:6]}", service, actions=actions or ("*",))
        return found

    def request(self, target: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """A good schedule, which fires in another century."""
        given: dict[str, Any] = {"Arn": self.queue_arn, "Input": '{"told": true}', **(target or {})}
        if "RoleArn" not in given:
            given["RoleArn"] = self.role()
        asked = {
            "Name": self.name,
            "ScheduleExpression": FAR,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {name: value for name, value in given.items() if value is not None},
        }
        return {name: value for name, value in {**asked, **more}.items() if value is not None}

    def make(self, target: dict[str, Any] | None = None, **more: Any) -> str:
        return str(self.api.create_schedule(**self.request(target, **more))["ScheduleArn"])

    def queue(self, suffix: str = "") -> str:
        made = self.aws.client("sqs").create_queue(QueueName=f"{self.name}{suffix}")
        return str(made["QueueUrl"])

    def fire(self) -> None:
        self.aws.account.fire_schedule(self.name)

    def received(self, url: str) -> dict[str, Any]:
        return message(self.aws.client("sqs"), url, MessageAttributeNames=["All"])

    def body(self, url: str) -> Any:
        return json.loads(self.received(url)["Body"])


@pytest.fixture
def plan(aws: Aws) -> Plan:
    return Plan(aws, f"plan-{uuid.uuid4().hex[:8]}")


def soon(seconds: int = 5) -> str:
    return f"at({(datetime.now(UTC) + timedelta(seconds=seconds)).strftime('%Y-%m-%dT%H:%M:%S')})"
