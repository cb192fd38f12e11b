"""The stack behind an instance: a real one, in the target account, made and changed by the execution role."""

from __future__ import annotations

import time
import uuid

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import state_of
from mlops_templates.localaws.cloudformation.actions.stacks import create_stack, delete_stack, update_stack
from mlops_templates.localaws.cloudformation.source import STORED
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, StackSet
from mlops_templates.localaws.cloudformation.state import Stack
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_NEVER_COMPLETE = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED")
_PAUSE = 0.05


def bring(call: Call, stack_set: StackSet, instance: Instance) -> None:
    """Create the stack of an instance, or update it; one that was never complete is deleted and made anew.

    A stack that somebody deleted behind the stack set's back is not made again: what AWS does is not documented.

    Raises:
        AwsError: the account refuses, or the stack came to rest elsewhere than it should.
    """
    stack = state_of(call).find(instance.stack_id) if instance.stack_id else None
    if stack is not None and stack.status in _NEVER_COMPLETE:
        remove(call, instance)
        stack, instance.stack_id = None, ""
    if stack is None:
        _create(call, stack_set, instance)
    else:
        _update(call, stack_set, instance)


def remove(call: Call, instance: Instance) -> None:
    """Delete the stack of an instance; one that is gone is fine.

    Raises:
        AwsError: the account refuses, or the stack cannot be deleted.
    """
    if not instance.stack_id:
        return
    request = {"StackName": instance.stack_id}
    call.require("cloudformation", "DeleteStack", request)
    delete_stack(call, request)
    _settled(call, instance.stack_id, "DELETE_COMPLETE")


def _create(call: Call, stack_set: StackSet, instance: Instance) -> None:
    request = {"StackName": f"StackSet-{stack_set.name[:82]}-{uuid.uuid4()}", **_wanted(stack_set, instance)}
    call.require("cloudformation", "CreateStack", request)
    with call.world.steps.step():
        instance.stack_id = create_stack(call, request)["StackId"]
    _settled(call, instance.stack_id, "CREATE_COMPLETE")


def _update(call: Call, stack_set: StackSet, instance: Instance) -> None:
    request = {"StackName": instance.stack_id, **_wanted(stack_set, instance)}
    call.require("cloudformation", "UpdateStack", request)
    try:
        update_stack(call, request)
    except AwsError as error:
        if error.message != "No updates are to be performed.":
            raise
    _settled(call, instance.stack_id, "CREATE_COMPLETE", "UPDATE_COMPLETE")


def _wanted(stack_set: StackSet, instance: Instance) -> Document:
    known = stack_set.specification
    values = {key: value.given for key, value in known.parameters.items()}
    values |= {key: value for key, value in instance.overrides.items() if key in values}
    return {
        STORED: known.text,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        "Capabilities": list(known.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in known.tags.items()],
    }


def _settled(call: Call, stack_id: str, *wanted: str) -> None:
    stack = state_of(call).stacks[stack_id]
    while stack.busy:
        time.sleep(_PAUSE)
    if stack.status not in wanted:
        raise AwsError(stack.status, _reason(stack))


def _reason(stack: Stack) -> str:
    """The resource that failed first in the last operation on the stack, in the form of an instance's reason."""
    reason = stack.reason or f"Stack is in {stack.status} state"
    for event in reversed(stack.events):
        if event.status.endswith("_FAILED") and event.logical_id != stack.name:
            reason = (
                f"ResourceLogicalId:{event.logical_id}, ResourceType:{event.type}, ResourceStatusReason:{event.reason}."
            )
        if event.reason == "User Initiated":
            break
    return reason
