"""Alarms of templates."""

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.conftest import Stacks


def alarm(name: str, **more: Any) -> dict[str, Any]:
    properties = {
        "AlarmName": name,
        "Namespace": "tests",
        "MetricName": "drift",
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 0.5,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}


def shown(stacks: Stacks, name: str, kind: str = "MetricAlarm") -> list[dict[str, Any]]:
    answer = stacks.aws.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=[kind])
    return list(answer[f"{kind}s"])


def test_an_alarm_is_made_changed_and_deleted_with_its_stack(stacks: Stacks) -> None:
    name = f"{stacks.name()}-drift"
    stack = stacks.create({"Alarm": alarm(name, Tags=[{"Key": "team", "Value": "blue"}])})
    assert stacks.status(stack) == "CREATE_COMPLETE"
    (made,) = shown(stacks, name)
    assert stacks.physical(stack) == {"Alarm": name}
    tags = stacks.aws.client("cloudwatch").list_tags_for_resource(ResourceARN=made["AlarmArn"])["Tags"]
    assert {"Key": "team", "Value": "blue"} in tags
    assert stacks.update(stack, {"Alarm": alarm(name, Threshold=0.7)}) == "UPDATE_COMPLETE"
    assert shown(stacks, name)[0]["Threshold"] == 0.7
    stacks.delete(stack)
    assert shown(stacks, name) == []


def test_a_composite_alarm_names_the_arn_of_another(stacks: Stacks) -> None:
    name = f"{stacks.name()}-both"
    rule = {"Fn::Sub": "ALARM(${Alarm.Arn})"}
    both = {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmName": name, "AlarmRule": rule}}
    stack = stacks.create({"Alarm": alarm(f"{name}-one"), "Both": both})
    assert stacks.status(stack) == "CREATE_COMPLETE"
    assert f"alarm:{name}-one)" in shown(stacks, name, "CompositeAlarm")[0]["AlarmRule"]


def test_an_alarm_that_cloudwatch_refuses_fails_its_stack(stacks: Stacks) -> None:
    stack = stacks.create({"Alarm": alarm(f"{stacks.name()}-odd", Period=45)})
    assert stacks.status(stack) == "ROLLBACK_COMPLETE"
    assert "Period must be 10, 20, 30 or a multiple of 60" in stacks.reasons(stack)
