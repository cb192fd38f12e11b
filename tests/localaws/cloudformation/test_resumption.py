"""What the server before was at comes to rest: what was begun is undone, what was being undone or deleted goes on."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudformation.resumption import REASON, resume
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Stack
from tests.localaws.cloudformation.conftest import Stacks

OLD = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "old"}}}
NEW = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "new"}}}


def kept(stacks: Stacks, name: str) -> Stack:
    found = stacks.aws.call().state(CloudFormationState).find(name)
    assert found is not None
    return found


def topic_of(stacks: Stacks, arn: str) -> str:
    """The display name of a topic; empty when it is gone."""
    try:
        return str(stacks.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"])
    except ClientError:
        return ""


@pytest.mark.parametrize(
    ("before", "after", "topic"),
    [
        ("CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE", ""),
        ("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", ""),
        ("DELETE_IN_PROGRESS", "DELETE_COMPLETE", ""),
        ("UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "old"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", "old"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE", "old"),
    ],
)
def test_a_stack_comes_to_rest(stacks: Stacks, before: str, after: str, topic: str) -> None:
    name = stacks.create(OLD)
    stack, arn = kept(stacks, name), stacks.physical(name)["Topic"]
    stack.status = before
    resume(stacks.aws.call())
    assert stacks.settled(stack.id)["StackStatus"] == after
    assert topic_of(stacks, arn) == topic


def test_what_an_update_had_changed_goes_back(stacks: Stacks) -> None:
    name = stacks.create(OLD)
    taken = stacks.create({"Bucket": {"Type": "AWS::S3::Bucket"}})
    named = {"BucketName": stacks.physical(taken)["Bucket"]}
    again = {"Bucket": {"Type": "AWS::S3::Bucket", "DependsOn": "Topic", "Properties": named}}
    assert stacks.update(name, {**NEW, **again}, DisableRollback=True) == "UPDATE_FAILED"
    stack, arn = kept(stacks, name), stacks.physical(name)["Topic"]
    assert topic_of(stacks, arn) == "new"
    stack.status = "UPDATE_IN_PROGRESS"
    resume(stacks.aws.call())
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert topic_of(stacks, arn) == "old"
    assert REASON in stacks.reasons(name)


def test_a_plan_that_was_being_made_has_failed(stacks: Stacks) -> None:
    name = stacks.create(OLD)
    plan = stacks.change_set(name, {"Topic": {"Type": "AWS::SNS::Topic"}})
    (change_set,) = kept(stacks, name).change_sets.values()
    change_set.status = "CREATE_IN_PROGRESS"
    resume(stacks.aws.call())
    found = stacks.api.describe_change_set(ChangeSetName=plan["ChangeSetId"])
    assert (found["Status"], found["StatusReason"]) == ("FAILED", REASON.strip())
