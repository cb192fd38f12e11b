"""A person at CloudWatch, and what their alarms say."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.localaws.conftest import Aws
from tests.waiting import message

ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Watch:
    """One alarm on a metric that nobody else uses."""

    aws: Aws
    name: str
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When its data comes, unless it says otherwise: all in one minute."""

    @property
    def api(self) -> Any:
        return self.aws.client("cloudwatch")

    @property
    def arn(self) -> str:
        return f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{self.name}"

    def request(self, **more: Any) -> dict[str, Any]:
        """A good alarm: more than one half, in the last minute."""
        asked = {
            "AlarmName": self.name,
            "Namespace": "tests",
            "MetricName": self.name,
            "Dimensions": [{"Name": "Stage", "Value": "prod"}],
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 0.5,
            "ComparisonOperator": "GreaterThanThreshold",
            **more,
        }
        return {name: value for name, value in asked.items() if value is not None}

    def make(self, **more: Any) -> None:
        self.api.put_metric_alarm(**self.request(**more))

    def put(self, value: float, **more: Any) -> None:
        datum = {"MetricName": self.name, "Dimensions": [{"Name": "Stage", "Value": "prod"}], "Value": value}
        datum |= {"Timestamp": self.moment, **more}
        self.api.put_metric_data(Namespace="tests", MetricData=[datum])

    def shown(self, name: str = "") -> dict[str, Any]:
        kinds = ["MetricAlarm", "CompositeAlarm"]
        answer = self.api.describe_alarms(AlarmNames=[name or self.name], AlarmTypes=kinds)
        found: dict[str, Any] = [*answer["MetricAlarms"], *answer["CompositeAlarms"]][0]
        return found

    @property
    def state(self) -> str:
        return str(self.shown()["StateValue"])

    def topic(self) -> tuple[str, str]:
        """A topic with the policy that every topic has, and a queue that hears of it."""
        sns, sqs = self.aws.client("sns"), self.aws.client("sqs")
        topic = sns.create_topic(Name=self.name)["TopicArn"]
        queue = sqs.create_queue(QueueName=self.name)["QueueUrl"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:{self.name}")
        return topic, queue

    def changes(self) -> str:
        """A queue that hears of every change of the state of the alarms that begin with this name."""
        name, events = f"{self.name}-changes", self.aws.client("events")
        queue = self.aws.queue(name)
        pattern = {"source": ["aws.cloudwatch"], "detail": {"alarmName": [{"prefix": self.name}]}}
        events.put_rule(Name=name, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=name, Targets=[{"Id": "q", "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"}])
        return queue

    def received(self, queue: str) -> dict[str, Any]:
        return dict(json.loads(message(self.aws.client("sqs"), queue)["Body"]))


@pytest.fixture
def watch(aws: Aws) -> Watch:
    return Watch(aws, f"watch-{uuid.uuid4().hex[:8]}")
