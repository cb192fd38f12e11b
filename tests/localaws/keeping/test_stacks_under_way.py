"""A server is killed in the middle of stacks, change sets and stack sets; the next one brings all of them to rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.localaws.keeping.held import begin, broken, comes_to, parameter, reasons, rest, shown, text, values
from tests.localaws.keeping.held_sets import allow, instance, instances, operated, stack_id
from tests.localaws.keeping.reborn import REGION, Reborn
from tests.waiting import until

ACCOUNT = "123456789012"
REASON = "he embedded AWS was stopped while this was in progress"


def create(aws: Reborn, stack: str, body: str, **more: Any) -> None:
    aws.client("cloudformation").create_stack(StackName=stack, TemplateBody=body, **more)


def update(aws: Reborn, stack: str, body: str) -> None:
    aws.client("cloudformation").update_stack(StackName=stack, TemplateBody=body)


def complete(aws: Reborn, stack: str, body: str) -> None:
    create(aws, stack, body)
    assert rest(aws, stack)["StackStatus"] == "CREATE_COMPLETE", reasons(aws, stack)


def _whole(aws: Reborn) -> None:
    """Stacks and stack sets that are there before anything is held."""
    complete(aws, "updating", text(A=parameter("updating/a")))
    complete(aws, "deleting", text(A=parameter("deleting/a", hold="delete", DependsOn="B"), B=parameter("deleting/b")))
    complete(aws, "cleaning", text(A=parameter("cleaning/a", hold="delete"), B=parameter("cleaning/b")))
    complete(aws, "returning", text(A=parameter("returning/a", hold="update")))
    complete(aws, "planned", text(A=parameter("planned/a")))
    complete(aws, "executing", text(A=parameter("executing/a")))
    aws.client("ssm").put_parameter(Name="/taken", Type="String", Value="somebody's")
    allow(aws)
    for name, hold in (("set-create", "create"), ("set-update", ""), ("set-delete", "delete")):
        body = text(A=parameter(f"{name}/a", hold=hold))
        aws.client("cloudformation").create_stack_set(StackSetName=name, TemplateBody=body)
    for name in ("set-update", "set-delete"):
        assert operated(aws, name, instances(aws, name, "create")) == "SUCCEEDED"


def _held(aws: Reborn) -> dict[str, str]:
    """Everything in the middle of something; the operations on stack sets."""
    inner = text(A=parameter("inner/a", hold="create", DependsOn="B"), B=parameter("inner/b"))
    aws.client("s3").create_bucket(Bucket="templates")
    aws.client("s3").put_object(Bucket="templates", Key="inner", Body=inner.encode())
    nested = {"TemplateURL": f"https://templates.s3.{REGION}.amazonaws.com/inner"}
    outer = text(A=parameter("outer/a"), N={"Type": "AWS::CloudFormation::Stack", "Properties": nested})
    create(aws, "creating", outer)
    create(aws, "kept", text(A=parameter("kept/a", hold="create")), OnFailure="DO_NOTHING")
    create(aws, "unwinding", text(A=parameter("unwinding/a", hold="delete"), B=broken(DependsOn="A")))
    changed = parameter("updating/a", "two", hold="update", DependsOn="B")
    update(aws, "updating", text(A=changed, B=parameter("updating/b")))
    update(aws, "cleaning", text(B=parameter("cleaning/b", "two")))
    update(aws, "returning", text(A=parameter("returning/a", "two"), B=broken(DependsOn="A")))
    cloudformation = aws.client("cloudformation")
    cloudformation.delete_stack(StackName="deleting")
    held = {"TemplateBody": text(A=parameter("executing/a", "two", hold="update")), "ChangeSetName": "executed"}
    cloudformation.create_change_set(StackName="executing", **held)
    cloudformation.get_waiter("change_set_create_complete").wait(
        StackName="executing", ChangeSetName="executed", WaiterConfig={"Delay": 1}
    )
    cloudformation.execute_change_set(StackName="executing", ChangeSetName="executed")
    planned = text(A=parameter("planned/a", "two"))
    cloudformation.create_change_set(StackName="planned", ChangeSetName="held", TemplateBody=planned)
    changed_set = text(A=parameter("set-update/a", "two", hold="update"))
    return {
        "set-create": instances(aws, "set-create", "create"),
        "set-update": cloudformation.update_stack_set(StackSetName="set-update", TemplateBody=changed_set)[
            "OperationId"
        ],
        "set-delete": instances(aws, "set-delete", "delete", RetainStacks=False),
    }


def _wait_until_held(aws: Reborn) -> None:
    comes_to(aws, "creating", "CREATE_IN_PROGRESS", "N", "CREATE_IN_PROGRESS")
    until(lambda: values(aws, "inner/").get("/inner/a"), "the nested stack")
    comes_to(aws, "kept", "CREATE_IN_PROGRESS", "A", "CREATE_IN_PROGRESS")
    comes_to(aws, "unwinding", "ROLLBACK_IN_PROGRESS", "A", "DELETE_IN_PROGRESS")
    comes_to(aws, "updating", "UPDATE_IN_PROGRESS", "A", "UPDATE_IN_PROGRESS")
    comes_to(aws, "cleaning", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "A", "DELETE_IN_PROGRESS")
    comes_to(aws, "returning", "UPDATE_ROLLBACK_IN_PROGRESS", "A", "UPDATE_IN_PROGRESS")
    comes_to(aws, "executing", "UPDATE_IN_PROGRESS", "A", "UPDATE_IN_PROGRESS")
    comes_to(aws, "deleting", "DELETE_IN_PROGRESS", "A", "DELETE_IN_PROGRESS")
    for name, verb in (("set-create", "CREATE"), ("set-update", "UPDATE"), ("set-delete", "DELETE")):
        stack = until(partial(stack_id, aws, name), f"the stack of {name}")
        comes_to(aws, stack, f"{verb}_IN_PROGRESS", "A", f"{verb}_IN_PROGRESS")


Killed = tuple[Reborn, dict[str, str]]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """The server after the one that was killed, and the operations on stack sets that were under way."""
    aws = begin(tmp_path_factory.mktemp("stacks") / "state")
    try:
        _whole(aws)
        operations = _held(aws)
        _wait_until_held(aws)
        aws.kill()
        aws.again()
        yield aws, operations
    finally:
        aws.stop()


def test_a_nested_stack_that_was_being_made_is_rolled_back_with_the_one_around_it(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "creating")["StackStatus"] == "ROLLBACK_COMPLETE"
    assert REASON in reasons(aws, "creating")
    assert values(aws, "outer/") == values(aws, "inner/") == {}


def test_a_stack_that_shall_stay_as_it_failed_does(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "kept")["StackStatus"] == "CREATE_FAILED"
    assert REASON in shown(aws, "kept")["StackStatusReason"]
    aws.client("cloudformation").delete_stack(StackName="kept")
    until(lambda: values(aws, "kept/") == {}, "the end of what was made")


def test_a_rollback_goes_on_to_its_end(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "unwinding")["StackStatus"] == "ROLLBACK_COMPLETE"
    assert values(aws, "unwinding/") == {}


def test_an_update_is_undone_and_can_be_tried_again(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "updating")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert REASON in reasons(aws, "updating")
    assert values(aws, "updating/") == {"/updating/a": "one"}
    update(aws, "updating", text(A=parameter("updating/a", "two", DependsOn="B"), B=parameter("updating/b")))
    assert rest(aws, "updating")["StackStatus"] == "UPDATE_COMPLETE"
    assert values(aws, "updating/") == {"/updating/a": "two", "/updating/b": "one"}


def test_an_update_that_only_cleaned_up_is_complete(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "cleaning")["StackStatus"] == "UPDATE_COMPLETE"
    assert values(aws, "cleaning/") == {"/cleaning/b": "two"}


def test_the_way_back_of_an_update_goes_on_to_its_end(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "returning")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert values(aws, "returning/") == {"/returning/a": "one"}


def test_a_deletion_goes_on_to_its_end_and_frees_the_name(killed: Killed) -> None:
    aws, _ = killed

    def gone() -> bool | None:
        listed = aws.client("cloudformation").list_stacks()["StackSummaries"]
        return [each["StackStatus"] for each in listed if each["StackName"] == "deleting"] == [
            "DELETE_COMPLETE"
        ] or None

    until(gone, "the deletion")
    assert values(aws, "deleting/") == {}
    complete(aws, "deleting", text(A=parameter("deleting/a")))


def test_a_change_set_that_was_being_worked_out_has_failed_and_its_stack_is_as_it_was(killed: Killed) -> None:
    aws, _ = killed
    found = aws.client("cloudformation").describe_change_set(StackName="planned", ChangeSetName="held")
    assert (found["Status"], found["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert REASON in found["StatusReason"]
    aws.client("cloudformation").delete_change_set(StackName="planned", ChangeSetName="held")
    assert shown(aws, "planned")["StackStatus"] == "CREATE_COMPLETE"
    assert values(aws, "planned/") == {"/planned/a": "one"}


def test_a_change_set_that_was_being_executed_has_failed_with_its_stack(killed: Killed) -> None:
    aws, _ = killed
    assert rest(aws, "executing")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    asked = {"StackName": "executing", "ChangeSetName": "executed"}

    def execution() -> str | None:
        found = aws.client("cloudformation").describe_change_set(**asked)["ExecutionStatus"]
        return None if found.endswith("_IN_PROGRESS") else str(found)

    assert until(execution, "the end of the execution") == "EXECUTE_FAILED"
    assert values(aws, "executing/") == {"/executing/a": "one"}


@pytest.mark.parametrize("name", ["set-create", "set-update", "set-delete"])
def test_an_operation_on_a_stack_set_has_failed_and_says_why(killed: Killed, name: str) -> None:
    aws, operations = killed
    assert operated(aws, name, operations[name]) == "FAILED"
    asked = {"StackSetName": name, "OperationId": operations[name]}
    (result,) = aws.client("cloudformation").list_stack_set_operation_results(**asked)["Summaries"]
    assert (result["Status"], REASON in result["StatusReason"]) == ("FAILED", True)


def test_the_instance_of_a_stack_set_that_was_being_made_can_be_made_again_without_a_second_stack(
    killed: Killed,
) -> None:
    aws, _ = killed
    rest(aws, instance(aws, "set-create")["StackId"])
    assert operated(aws, "set-create", instances(aws, "set-create", "create")) == "SUCCEEDED"
    assert values(aws, "set-create/") == {"/set-create/a": "one"}
    listed = aws.client("cloudformation").describe_stacks()["Stacks"]
    assert len([each for each in listed if each["StackName"].startswith("StackSet-set-create")]) == 1


def test_the_instance_of_a_stack_set_that_was_being_changed_is_as_it_was_and_can_be_changed(killed: Killed) -> None:
    aws, _ = killed
    rest(aws, instance(aws, "set-update")["StackId"])
    assert values(aws, "set-update/") == {"/set-update/a": "one"}
    assert operated(aws, "set-update", instances(aws, "set-update", "update")) == "SUCCEEDED"
    assert values(aws, "set-update/") == {"/set-update/a": "two"}


def test_the_instance_of_a_stack_set_that_was_being_deleted_can_be_deleted(killed: Killed) -> None:
    aws, _ = killed
    assert operated(aws, "set-delete", instances(aws, "set-delete", "delete", RetainStacks=False)) == "SUCCEEDED"
    assert values(aws, "set-delete/") == {}
    aws.client("cloudformation").delete_stack_set(StackSetName="set-delete")


def test_in_the_end_no_stack_is_in_progress(killed: Killed) -> None:
    aws, _ = killed
    busy = "[?ends_with(StackStatus, '_IN_PROGRESS')].StackName"
    found = aws.client("cloudformation").get_paginator("list_stacks").paginate().search(f"StackSummaries{busy}")
    assert list(found) == []
    assert values(aws, "taken") == {"/taken": "somebody's"}
