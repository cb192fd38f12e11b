"""Schedules are kept as they were made, fire when their time comes, and are refused where Scheduler refuses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.scheduler.conftest import ACCOUNT, Plan, soon

EVENTS = "arn:aws:events:us-east-1:123456789012:event-bus/default"


def refused(ask: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        ask()
    error = caught.value.response["Error"]
    return str(error["Code"]), str(error["Message"])


def test_a_schedule_fires_when_its_moment_comes(plan: Plan) -> None:
    queue = plan.queue()
    plan.make({"Input": '{"by": "<aws.scheduler.schedule-arn>"}'}, ScheduleExpression=soon())
    assert plan.body(queue) == {"by": plan.arn}


def test_a_rate_begins_at_once(plan: Plan) -> None:
    queue = plan.queue()
    plan.make(ScheduleExpression="rate(1 day)")
    assert plan.body(queue) == {"told": True}


def test_a_schedule_that_is_off_does_not_fire_by_itself(plan: Plan) -> None:
    queue = plan.queue()
    plan.make(ScheduleExpression="rate(1 day)", State="DISABLED")
    received = plan.aws.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=1)
    assert "Messages" not in received


def test_a_schedule_that_is_done_is_deleted_when_it_says_so(plan: Plan) -> None:
    queue = plan.queue()
    plan.make(ScheduleExpression=soon(), ActionAfterCompletion="DELETE")
    plan.received(queue)
    assert refused(lambda: plan.api.get_schedule(Name=plan.name))[0] == "ResourceNotFoundException"


def test_an_update_brings_another_time(plan: Plan) -> None:
    queue = plan.queue()
    plan.make()
    plan.api.update_schedule(**plan.request(ScheduleExpression=soon()))
    assert plan.body(queue) == {"told": True}


def test_a_schedule_is_told_as_it_was_made_with_what_is_so_by_default(plan: Plan) -> None:
    plan.make(Description="nightly", StartDate=datetime(2098, 1, 1, tzinfo=UTC), ScheduleExpression="cron(0 2 * * ? *)")
    shown = plan.api.get_schedule(Name=plan.name)
    assert (shown["Arn"], shown["GroupName"], shown["State"]) == (plan.arn, "default", "ENABLED")
    assert (shown["Description"], shown["ScheduleExpressionTimezone"]) == ("nightly", "UTC")
    assert shown["StartDate"] == datetime(2098, 1, 1, tzinfo=UTC)
    assert shown["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}


def test_an_update_replaces_all_settings(plan: Plan) -> None:
    plan.make(Description="nightly", State="DISABLED")
    plan.api.update_schedule(**plan.request(ScheduleExpressionTimezone="Europe/Berlin"))
    shown = plan.api.get_schedule(Name=plan.name)
    assert "Description" not in shown
    assert (shown["State"], shown["ScheduleExpressionTimezone"]) == ("ENABLED", "Europe/Berlin")


def test_two_schedules_of_a_name_need_two_groups(plan: Plan) -> None:
    plan.make()
    assert refused(plan.make) == ("ConflictException", f"Schedule {plan.name} already exists.")
    plan.api.create_schedule_group(Name=plan.name, Tags=[{"Key": "team", "Value": "blue"}])
    plan.make(GroupName=plan.name)
    assert [each["Name"] for each in plan.api.list_schedules(GroupName=plan.name)["Schedules"]] == [plan.name]
    both = plan.api.list_schedules(NamePrefix=plan.name)["Schedules"]
    assert {each["GroupName"] for each in both} == {"default", plan.name}
    plan.api.delete_schedule_group(Name=plan.name)
    assert [each["GroupName"] for each in plan.api.list_schedules(NamePrefix=plan.name)["Schedules"]] == ["default"]


def test_a_token_makes_one_schedule(plan: Plan) -> None:
    request = plan.request(ClientToken=plan.name)
    assert plan.api.create_schedule(**request)["ScheduleArn"] == plan.arn
    assert plan.api.create_schedule(**request)["ScheduleArn"] == plan.arn


def test_the_tags_of_a_group_come_and_go(plan: Plan) -> None:
    arn = plan.api.create_schedule_group(Name=plan.name)["ScheduleGroupArn"]
    plan.api.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "blue"}, {"Key": "cost", "Value": "c"}])
    plan.api.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert plan.api.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "cost", "Value": "c"}]


def test_the_default_group_stays(plan: Plan) -> None:
    assert refused(lambda: plan.api.delete_schedule_group(Name="default"))[0] == "ValidationException"
    assert "default" in [group["Name"] for group in plan.api.list_schedule_groups()["ScheduleGroups"]]


def test_what_there_is_not_is_not_found(plan: Plan) -> None:
    none = "ResourceNotFoundException"
    assert refused(lambda: plan.api.get_schedule(Name=plan.name)) == (none, f"Schedule {plan.name} does not exist.")
    assert refused(lambda: plan.api.delete_schedule(Name=plan.name))[0] == none
    assert refused(lambda: plan.api.update_schedule(**plan.request()))[0] == none
    missing = (none, f"Schedule group {plan.name} does not exist.")
    assert refused(lambda: plan.make(GroupName=plan.name)) == missing
    assert refused(lambda: plan.api.list_schedules(GroupName=plan.name)) == missing


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"ScheduleExpression": "cron(0 2 * * *)"}, "Invalid Schedule Expression cron(0 2 * * *)."),
        ({"ScheduleExpressionTimezone": "Mars/Base"}, "Invalid time zone Mars/Base."),
        ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "A maximum window must be provided"),
        ({"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}}, "A maximum window cannot be provided"),
        ({"StartDate": datetime.now(UTC) - timedelta(hours=1)}, "cannot be earlier than 5 minutes ago"),
        ({"EndDate": datetime.now(UTC) - timedelta(hours=1)}, "cannot be in the past"),
        (
            {"StartDate": datetime(2098, 2, 1, tzinfo=UTC), "EndDate": datetime(2098, 1, 1, tzinfo=UTC)},
            "must come before the EndDate",
        ),
        ({"Name": "a b"}, "regular expression pattern"),
    ],
)
def test_a_schedule_that_can_never_fire_is_refused(plan: Plan, edit: dict[str, Any], words: str) -> None:
    code, message = refused(lambda: plan.make(**edit))
    assert code == "ValidationException"
    assert words in message


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"Arn": "queue"}, "Provided Arn is not in correct format."),
        ({"Input": None}, "Input must be provided"),
        (
            {"SageMakerPipelineParameters": {"PipelineParameterList": [{"Name": "a", "Value": "b"}]}},
            "not supported for",
        ),
        ({"EventBridgeParameters": {"Source": "a", "DetailType": "b"}}, "EventBridgeParameters"),
        ({"Arn": EVENTS}, "EventBridgeParameters"),
        ({"Arn": "arn:aws:scheduler:::aws-sdk:nothing:doIt"}, "Service nothing is not supported."),
        (
            {"Arn": "arn:aws:scheduler:::aws-sdk:sqs:getQueueUrl"},
            "API getQueueUrl of the service sqs is not supported.",
        ),
        ({"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendPigeon"}, "API sendPigeon of the service sqs is not supported."),
        ({"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"}, "The field 'told' is not supported."),
        ({"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", "Input": "{"}, "not valid JSON"),
    ],
)
def test_a_target_that_nobody_can_call_is_refused(plan: Plan, target: dict[str, Any], words: str) -> None:
    code, message = refused(lambda: plan.make(target))
    assert code == "ValidationException"
    assert words in message


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
        "arn:aws:scheduler:::aws-sdk:ecs:runTask",
        f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:endpoint/e",
    ],
)
def test_a_target_that_nobody_imitates_is_refused_as_such(plan: Plan, arn: str) -> None:
    assert refused(lambda: plan.make({"Arn": arn, "Input": None}))[1].startswith("not emulated: ")


def test_a_role_that_does_not_trust_scheduler_is_refused(plan: Plan) -> None:
    words = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
    events = plan.role(service="events")
    assert refused(lambda: plan.make({"RoleArn": events})) == ("ValidationException", words)
    nobody = f"arn:aws:iam::{ACCOUNT}:role/nobody"
    assert refused(lambda: plan.make({"RoleArn": nobody})) == ("ValidationException", words)
