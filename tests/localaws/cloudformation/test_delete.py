"""Deleting stacks."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.test_create import QUICK, TOPIC

BUCKET = {"Type": "AWS::S3::Bucket"}


def full_bucket(stacks: Stacks) -> tuple[str, str]:
    """A stack whose bucket is not empty and depends on a topic, and the bucket's name."""
    tag = {"Key": "topic", "Value": {"Ref": "Topic"}}
    name = stacks.create({"Topic": TOPIC, "Bucket": {**BUCKET, "Properties": {"Tags": [tag]}}, "Other": TOPIC})
    made = stacks.physical(name)["Bucket"]
    stacks.aws.client("s3").put_object(Bucket=made, Key="a", Body=b"")
    return name, made


def test_resources_go_in_reverse_order(stacks: Stacks) -> None:
    name = stacks.create({"A": TOPIC, "B": {**TOPIC, "DependsOn": "A"}, "C": {**TOPIC, "DependsOn": "B"}})
    stack_id = stacks.describe(name)["StackId"]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    gone = [logical for logical, status in stacks.events(stack_id) if status == "DELETE_COMPLETE"]
    assert gone == ["C", "B", "A", name]


def test_a_deleted_stack_is_found_by_its_id_only(stacks: Stacks) -> None:
    name = stacks.create({"A": TOPIC})
    stack_id = stacks.describe(name)["StackId"]
    stacks.delete(name)
    assert stacks.status(stack_id) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match=f"ValidationError.*Stack with id {name} does not exist"):
        stacks.describe(name)
    assert stacks.create({"A": TOPIC}) != name


def test_the_waiter_sees_the_end_of_a_deletion(stacks: Stacks) -> None:
    name = stacks.create({"A": TOPIC})
    stacks.api.delete_stack(StackName=name)
    stacks.api.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=QUICK)


def test_a_stack_that_does_not_exist_is_deleted_already(stacks: Stacks) -> None:
    stacks.api.delete_stack(StackName="nobody-made-this")


def test_what_a_failed_resource_needs_is_left_alone_and_the_rest_goes(stacks: Stacks) -> None:
    name, _ = full_bucket(stacks)
    assert stacks.delete(name) == "DELETE_FAILED"
    statuses = {
        item["LogicalResourceId"]: item["ResourceStatus"]
        for item in stacks.api.describe_stack_resources(StackName=name)["StackResources"]
    }
    assert statuses == {"Topic": "CREATE_COMPLETE", "Bucket": "DELETE_FAILED", "Other": "DELETE_COMPLETE"}
    assert "The following resource(s) failed to delete: [Bucket]." in stacks.reasons(name)


def test_a_resource_that_cannot_go_can_be_left_behind(stacks: Stacks) -> None:
    name, bucket = full_bucket(stacks)
    with pytest.raises(ClientError, match="RetainResources can only be used"):
        stacks.api.delete_stack(StackName=name, RetainResources=["Bucket"])
    stacks.delete(name)
    with pytest.raises(ClientError, match=r"Resources \['Bucked'\] to retain do not exist"):
        stacks.api.delete_stack(StackName=name, RetainResources=["Bucked"])
    assert stacks.delete(name, RetainResources=["Bucket"]) == "DELETE_COMPLETE"
    assert stacks.aws.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"] == 1


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_a_retained_resource_outlives_its_stack(stacks: Stacks, policy: str) -> None:
    template: dict[str, Any] = {"Bucket": {**BUCKET, "DeletionPolicy": policy}, "Topic": TOPIC}
    name = stacks.create(template)
    stack_id, made = stacks.describe(name)["StackId"], stacks.physical(name)["Bucket"]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert ("Bucket", "DELETE_SKIPPED") in stacks.events(stack_id)
    assert stacks.aws.client("s3").head_bucket(Bucket=made)


def test_a_protected_stack_stays(stacks: Stacks) -> None:
    name = stacks.create({"A": TOPIC}, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="cannot be deleted while TerminationProtection is enabled"):
        stacks.api.delete_stack(StackName=name)
    stacks.api.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_stack_that_is_being_created_can_be_deleted(stacks: Stacks) -> None:
    chain: dict[str, Any] = {f"T{number}": {**TOPIC, "DependsOn": f"T{number + 1}"} for number in range(60)}
    name = stacks.create({**chain, "T60": TOPIC}, wait=False)
    stack_id = stacks.describe(name)["StackId"]
    stacks.api.delete_stack(StackName=name)
    assert stacks.settled(stack_id)["StackStatus"] == "DELETE_COMPLETE"
    events = stacks.events(stack_id)
    assert (name, "CREATE_COMPLETE") not in events
    assert "Resource creation cancelled" in stacks.reasons(stack_id)
    made = {logical for logical, status in events if status == "CREATE_COMPLETE"}
    assert len(made) < 60
    assert made <= {logical for logical, status in events if status == "DELETE_COMPLETE"}


def test_a_stack_that_is_being_updated_cannot_be_deleted(stacks: Stacks) -> None:
    name = stacks.create({"T0": TOPIC})
    chain: dict[str, Any] = {f"T{number}": {**TOPIC, "DependsOn": f"T{number + 1}"} for number in range(60)}
    stacks.api.update_stack(StackName=name, TemplateBody=stacks.text({**chain, "T60": TOPIC}))
    with pytest.raises(ClientError, match="cannot be deleted while in status UPDATE_IN_PROGRESS"):
        stacks.api.delete_stack(StackName=name)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_COMPLETE"
