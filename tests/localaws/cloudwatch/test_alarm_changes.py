"""What is told of an alarm that changes its state: events, messages to topics, the lines of its history."""

from __future__ import annotations

import json
from typing import Any

from tests.conftest import policy
from tests.localaws.cloudwatch.conftest import Watch
from tests.waiting import until


def test_a_change_is_an_event_on_the_default_bus(watch: Watch) -> None:
    queue = watch.changes()
    watch.make(AlarmDescription="drift")
    watch.put(0.9)
    event = watch.received(queue)
    assert (event["detail-type"], event["resources"]) == ("CloudWatch Alarm State Change", [watch.arn])
    detail = event["detail"]
    assert detail["alarmName"] == watch.name
    assert (detail["previousState"]["value"], detail["state"]["value"]) == ("INSUFFICIENT_DATA", "ALARM")
    assert json.loads(detail["state"]["reasonData"])["recentDatapoints"] == [0.9]
    assert detail["configuration"]["description"] == "drift"
    (metric,) = detail["configuration"]["metrics"]
    assert metric["metricStat"]["metric"] == {
        "namespace": "tests",
        "name": watch.name,
        "dimensions": {"Stage": "prod"},
    }


def test_a_change_is_published_to_the_topics_of_the_new_state(watch: Watch) -> None:
    topic, queue = watch.topic()
    watch.make(AlarmActions=[topic], TreatMissingData="notBreaching")
    watch.put(0.9)
    received = watch.received(queue)
    assert received["Subject"] == f'ALARM: "{watch.name}" in US East (N. Virginia)'
    message = json.loads(received["Message"])
    assert (message["OldStateValue"], message["NewStateValue"]) == ("OK", "ALARM")
    assert message["Trigger"]["Dimensions"] == [{"value": "prod", "name": "Stage"}]


def test_a_topic_may_keep_cloudwatch_out(watch: Watch) -> None:
    topic, _ = watch.topic()
    only_events = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    sns = watch.aws.client("sns")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy(only_events))
    watch.make(AlarmActions=[topic])
    watch.put(0.9)
    told = history(watch, "Action")
    assert told[0]["HistorySummary"] == f"Failed to execute action {topic}"
    assert "cloudwatch.amazonaws.com is not authorized" in told[0]["HistoryData"]


def test_actions_that_are_off_do_nothing(watch: Watch) -> None:
    topic, queue = watch.topic()
    watch.make(AlarmActions=[topic], OKActions=[topic])
    watch.api.disable_alarm_actions(AlarmNames=[watch.name])
    watch.put(0.9)
    watch.api.enable_alarm_actions(AlarmNames=[watch.name])
    watch.api.set_alarm_state(AlarmName=watch.name, StateValue="OK", StateReason="looked at")
    assert json.loads(watch.received(queue)["Message"])["NewStateReason"] == "looked at"


def test_the_history_tells_what_happened(watch: Watch) -> None:
    watch.make()
    watch.put(0.9)
    assert [line["HistorySummary"] for line in history(watch)] == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM",
        f'Alarm "{watch.name}" created',
    ]


def history(watch: Watch, kind: str = "") -> list[dict[str, Any]]:
    """The lines of the alarm, the newest first; those of actions come a moment later."""
    asked = {"AlarmName": watch.name, **({"HistoryItemType": kind} if kind else {})}
    return until(lambda: list(watch.api.describe_alarm_history(**asked)["AlarmHistoryItems"]), "a line of the history")
