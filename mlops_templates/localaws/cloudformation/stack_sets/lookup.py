"""Finding what a request names, and refusing what is busy, in AWS's words."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets.state import (
    Instance,
    Place,
    SetOperation,
    StackSet,
    StackSetState,
)
from mlops_templates.localaws.errors import AwsError, not_emulated


def state_of(call: Call) -> StackSetState:
    """The stack sets of the caller's account and region."""
    return call.state(StackSetState)


def stack_set_of(call: Call, name: str) -> StackSet:
    """A stack set that exists.

    Raises:
        AwsError: `StackSetNotFoundException`.
    """
    found = state_of(call).find(name)
    if found is None:
        raise AwsError("StackSetNotFoundException", f"StackSet {name} not found", status=404)
    return found


def instance_of(stack_set: StackSet, place: Place) -> Instance:
    """The instance in an account and region; AWS's words for one that is missing are not known.

    Raises:
        AwsError: `StackInstanceNotFoundException`.
    """
    found = stack_set.instances.get(place)
    if found is None:
        account, region = place
        message = f"Stack instance not found for StackSet {stack_set.id}, account {account}, region {region}"
        raise AwsError("StackInstanceNotFoundException", message, status=404)
    return found


def operation_of(stack_set: StackSet, operation_id: str) -> SetOperation:
    """An operation by its id; AWS's words for one that is missing are not known.

    Raises:
        AwsError: `OperationNotFoundException`.
    """
    found = stack_set.operations.get(operation_id)
    if found is None:
        message = f"Operation {operation_id} not found for StackSet {stack_set.id}"
        raise AwsError("OperationNotFoundException", message, status=404)
    return found


def refuse_while_busy(stack_set: StackSet) -> None:
    """One operation at a time.

    Raises:
        AwsError: `OperationInProgressException`; with managed execution AWS would queue it, and nobody here does.
    """
    for operation in stack_set.operations.values():
        if operation.busy and stack_set.specification.managed:
            raise not_emulated("a queued operation of a stack set with ManagedExecution")
        if operation.busy:
            message = f"Another Operation on StackSet {stack_set.arn} is in progress: {operation.id}"
            raise AwsError("OperationInProgressException", message, status=409)
