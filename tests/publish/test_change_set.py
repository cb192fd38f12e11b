from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.change_set import StackChange, apply_stack, first_failure
from mlops_templates.publish.stack import Stack, read_stack

ARN = "arn:aws:cloudformation:us-east-1:111122223333:stack/ours/1"


class Pages:
    def __init__(self, events: list[dict[str, str]]) -> None:
        self.events = events

    def paginate(self, StackName: str) -> list[dict[str, Any]]:
        return [{"StackEvents": self.events}]


class CloudFormation:
    """One stack that goes through the given statuses, one at each look; the last one stays."""

    def __init__(self, *statuses: str, refusal: str = "", events: list[dict[str, str]] | None = None) -> None:
        self.statuses = list(statuses)
        self.refusal = refusal
        self.events = events or []
        self.calls: list[str] = []

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == "none":
            error = {"Code": "ValidationError", "Message": "Stack with id ours does not exist"}
            raise ClientError({"Error": error}, "DescribeStacks")
        return {"Stacks": [{"StackName": "ours", "StackId": ARN, "StackStatus": status}]}

    def create_change_set(self, **request: Any) -> dict[str, str]:
        self.calls.append(f"create {request['ChangeSetType']}")
        return {"Id": "change-set"}

    def describe_change_set(self, **_: str) -> dict[str, str]:
        return {"Status": "FAILED", "StatusReason": self.refusal} if self.refusal else {"Status": "CREATE_COMPLETE"}

    def delete_change_set(self, **_: str) -> None:
        self.calls.append("delete change set")

    def execute_change_set(self, **_: str) -> None:
        self.calls.append("execute")

    def delete_stack(self, **_: str) -> None:
        self.calls.append("delete stack")

    def get_paginator(self, _: str) -> Pages:
        return Pages(self.events)


def stack(status: str) -> Stack:
    return Stack("ours", ARN, status, "", {}, "")


def change(before: Stack | None) -> StackChange:
    return StackChange("ours", "{}", "0" * 64, before)


def event(name: str, status: str, reason: str = "", physical_id: str = "x") -> dict[str, str]:
    return {
        "LogicalResourceId": name,
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
        "PhysicalResourceId": physical_id,
        "StackId": ARN,
        "ResourceType": "AWS::S3::Bucket",
    }


def test_a_new_stack_is_made_by_a_change_set() -> None:
    aws = CloudFormation("none", "REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE")
    assert apply_stack(aws, change(None)).status == "CREATE_COMPLETE"
    assert aws.calls == ["create CREATE", "execute"]


def test_a_stack_that_a_killed_publish_only_announced_is_made() -> None:
    aws = CloudFormation("REVIEW_IN_PROGRESS", "CREATE_COMPLETE")
    assert apply_stack(aws, change(None)).status == "CREATE_COMPLETE"


def test_a_stack_at_rest_is_updated() -> None:
    aws = CloudFormation("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert apply_stack(aws, change(stack("CREATE_COMPLETE"))).status == "UPDATE_COMPLETE"
    assert aws.calls == ["create UPDATE", "execute"]


def test_a_change_set_without_changes_leaves_the_stack_and_nothing_behind() -> None:
    refusal = "The submitted information didn't contain changes. Submit different information to create a change set."
    aws = CloudFormation("CREATE_COMPLETE", refusal=refusal)
    assert apply_stack(aws, change(stack("CREATE_COMPLETE"))).status == "CREATE_COMPLETE"
    assert aws.calls == ["create UPDATE", "delete change set"]


def test_a_refused_change_set_is_told_and_removed() -> None:
    aws = CloudFormation("CREATE_COMPLETE", refusal="Property BucketName is wrong")
    with pytest.raises(MlopsTemplatesError, match="Property BucketName is wrong"):
        apply_stack(aws, change(stack("CREATE_COMPLETE")))
    assert aws.calls == ["create UPDATE", "delete change set"]


def test_a_failed_first_creation_is_cleared_away_and_made_anew() -> None:
    aws = CloudFormation("ROLLBACK_COMPLETE", "none", "CREATE_COMPLETE")
    assert apply_stack(aws, change(stack("ROLLBACK_COMPLETE"))).status == "CREATE_COMPLETE"
    assert aws.calls == ["delete stack", "create CREATE", "execute"]


def test_a_rollback_is_told_with_the_event_that_caused_it() -> None:
    events = [
        event("ours", "ROLLBACK_COMPLETE", physical_id=ARN),
        event("Role", "CREATE_FAILED", "Resource creation cancelled"),
        event("Bucket", "CREATE_FAILED", "access denied: s3:CreateBucket"),
        event("ours", "CREATE_IN_PROGRESS", "User Initiated", physical_id=ARN),
        event("Bucket", "CREATE_FAILED", "an earlier attempt"),
    ]
    aws = CloudFormation("none", "ROLLBACK_COMPLETE", events=events)
    with pytest.raises(MlopsTemplatesError, match=r"Bucket \(AWS::S3::Bucket\): access denied: s3:CreateBucket"):
        apply_stack(aws, change(None))


def test_the_first_failure_counts_when_several_things_fail_by_themselves() -> None:
    events = [event("Second", "CREATE_FAILED", "because of the first"), event("First", "CREATE_FAILED", "the cause")]
    assert first_failure(CloudFormation("none", events=events), "ours") == "First (AWS::S3::Bucket): the cause"


def test_a_stack_that_moved_since_the_plan_is_not_touched() -> None:
    aws = CloudFormation("CREATE_COMPLETE")
    with pytest.raises(MlopsTemplatesError, match="has changed since the plan was made"):
        apply_stack(aws, change(None))
    assert aws.calls == []


def test_a_stack_that_another_publish_makes_at_the_same_moment_is_told_as_a_change() -> None:
    class Faster(CloudFormation):
        def create_change_set(self, **request: Any) -> dict[str, str]:
            error = {"Code": "ValidationError", "Message": "Stack [ours] already exists and cannot be created again"}
            raise ClientError({"Error": error}, "CreateChangeSet")

    with pytest.raises(MlopsTemplatesError, match=r"has changed since the plan was made\. Run"):
        apply_stack(Faster("none"), change(None))


def test_a_stack_at_work_is_waited_for() -> None:
    aws = CloudFormation("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE")
    found = read_stack(aws, "ours")
    assert found is not None
    assert found.status == "UPDATE_COMPLETE"


def test_a_stack_that_only_an_operator_can_free_is_told() -> None:
    with pytest.raises(MlopsTemplatesError, match="stuck in UPDATE_ROLLBACK_FAILED"):
        read_stack(CloudFormation("UPDATE_ROLLBACK_FAILED"), "ours")
