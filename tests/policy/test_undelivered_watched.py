from typing import Any

import pytest

from mlops_templates.policy import UndeliveredWatched
from tests.policy.linted import messages

QUEUE = {"Q": {"Type": "AWS::SQS::Queue"}}
ARN = {"DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Q", "Arn"]}}}
USERS = {
    "rule": {"U": {"Type": "AWS::Events::Rule", "Properties": {"Targets": [ARN]}}},
    "schedule": {"U": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": ARN}}},
}


METRIC = "ApproximateNumberOfMessagesVisible"


def alarm(queue: str = "Q", **more: Any) -> dict[str, Any]:
    dimensions = [{"Name": "QueueName", "Value": {"Fn::GetAtt": f"{queue}.QueueName"}}]
    properties = {"MetricName": METRIC, "Dimensions": dimensions, "AlarmActions": [{"Ref": "T"}], **more}
    return {"A": {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}}


@pytest.mark.parametrize("user", USERS)
def test_queue_with_an_alarm_is_accepted(user: str):
    assert messages(UndeliveredWatched(), QUEUE | USERS[user] | alarm()) == []


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize(
    "other",
    [
        {},
        alarm("Other"),
        alarm(MetricName="NumberOfMessagesSent"),
        alarm(AlarmActions=[]),
        alarm(ActionsEnabled=False),
    ],
    ids=["none", "of", "on", "tells nobody", "silent"],
)
def test_queue_that_nobody_watches_is_refused(user: str, other: dict[str, Any]):
    [message] = messages(UndeliveredWatched(), QUEUE | USERS[user] | other)
    assert message.startswith("Q: add an alarm on ApproximateNumberOfMessagesVisible")


def test_queue_that_takes_no_undelivered_event_is_not_judged():
    assert messages(UndeliveredWatched(), QUEUE) == []
