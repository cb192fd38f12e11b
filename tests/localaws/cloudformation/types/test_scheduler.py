"""Schedules and their groups of templates."""

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.conftest import Stacks


def schedule(role: str, expression: str, **more: Any) -> dict[str, Any]:
    target = {
        "Arn": "arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution",
        "Input": '{"Name": "nightly"}',
        "RoleArn": role,
    }
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}
    properties = {"ScheduleExpression": expression, "FlexibleTimeWindow": window, "Target": target, **more}
    return {"Type": "AWS::Scheduler::Schedule", "Properties": properties}


def test_a_schedule_and_its_group_live_with_their_stack(stacks: Stacks) -> None:
    role, name = stacks.aws.role(stacks.name(), "scheduler"), stacks.name()
    group = {"Type": "AWS::Scheduler::ScheduleGroup", "Properties": {"Name": name}}
    resources = {"Group": group, "Night": schedule(role, "cron(0 2 * * ? *)", GroupName={"Ref": "Group"}, Name=name)}
    stack = stacks.create(resources, Tags=[{"Key": "team", "Value": "blue"}])
    assert stacks.status(stack) == "CREATE_COMPLETE", stacks.reasons(stack)
    api = stacks.aws.client("scheduler")
    place = {"Name": name, "GroupName": name}
    assert api.get_schedule(**place)["ScheduleExpression"] == "cron(0 2 * * ? *)"
    tags = api.list_tags_for_resource(ResourceArn=api.get_schedule_group(Name=name)["Arn"])["Tags"]
    assert {"Key": "team", "Value": "blue"} in tags
    resources["Night"]["Properties"]["ScheduleExpression"] = "cron(0 3 * * ? *)"
    assert stacks.update(stack, resources) == "UPDATE_COMPLETE"
    assert api.get_schedule(**place)["ScheduleExpression"] == "cron(0 3 * * ? *)"
    stacks.delete(stack)
    assert name not in [each["Name"] for each in api.list_schedule_groups()["ScheduleGroups"]]


def test_a_schedule_that_scheduler_refuses_fails_its_stack(stacks: Stacks) -> None:
    role = stacks.aws.role(stacks.name(), "scheduler")
    stack = stacks.create({"Night": schedule(role, "cron(0 2 * * *)")})
    assert stacks.status(stack) == "ROLLBACK_COMPLETE"
    assert "Invalid Schedule Expression cron(0 2 * * *)." in stacks.reasons(stack)
