"""Stacks after a restart: what was being made or changed is rolled back, what was being undone or deleted goes on."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.engine.background import guarded
from mlops_templates.localaws.cloudformation.engine.create import end_creation, roll_back_creation
from mlops_templates.localaws.cloudformation.engine.delete import run_delete
from mlops_templates.localaws.cloudformation.engine.history import record_resource, record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.update import complete, roll_back_update
from mlops_templates.localaws.cloudformation.stack_sets import resumption as stack_sets
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Stack
from mlops_templates.localaws.interruption import INTERRUPTED

REASON = f"{INTERRUPTED[0].upper()}{INTERRUPTED[1:]}. "


def resume(call: Call) -> None:
    """The newest stacks first: nested ones come to rest before those that hold them."""
    stack_sets.resume(call)
    stacks = list(call.state(CloudFormationState).stacks.values())
    for stack in stacks:
        _fail_change_sets(stack)
    busy = [stack for stack in reversed(stacks) if stack.busy]
    if busy:
        call.world.spawn("stacks of the server before", _bring_to_rest, call, busy)


def _bring_to_rest(call: Call, stacks: list[Stack]) -> None:
    for stack in stacks:
        operation = Operation(_actor(call, stack), call.state(CloudFormationState), stack, stack.intent)
        _stop_resources(stack)
        failed = "DELETE_FAILED" if stack.status.startswith("DELETE") else f"{stack.status.split('_')[0]}_FAILED"
        if stack.status.startswith("UPDATE"):
            failed = "UPDATE_ROLLBACK_FAILED"
        guarded(operation, _go_on, failed)
        for change_set in stack.change_sets.values():
            if change_set.execution == "EXECUTE_IN_PROGRESS":
                done = stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
                change_set.execution = "EXECUTE_COMPLETE" if done else "EXECUTE_FAILED"


def _go_on(operation: Operation) -> None:
    stack = operation.stack
    if stack.status == "CREATE_IN_PROGRESS":
        end_creation(operation, REASON)
    elif stack.status == "ROLLBACK_IN_PROGRESS":
        roll_back_creation(operation)
    elif stack.status == "DELETE_IN_PROGRESS":
        run_delete(operation, stack.retained)
    elif stack.status == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
        complete(operation)
    else:
        if stack.status == "UPDATE_IN_PROGRESS":
            record_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", REASON)
        roll_back_update(operation)


def _actor(call: Call, stack: Stack) -> Call:
    """As whom the operation worked."""
    return call if stack.actor is None else call.as_identity(stack.actor)


def _stop_resources(stack: Stack) -> None:
    """End what handlers were at. Whoever waits for the stack tells their reason: nothing else has failed."""
    for record in stack.resources.values():
        if record.status in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"):
            record.physical_id = record.physical_id or record.begun
            record_resource(stack, record, record.status.replace("IN_PROGRESS", "FAILED"), REASON.strip())


def _fail_change_sets(stack: Stack) -> None:
    for change_set in stack.change_sets.values():
        if change_set.status == "CREATE_IN_PROGRESS":
            change_set.status, change_set.reason = "FAILED", REASON.strip()
