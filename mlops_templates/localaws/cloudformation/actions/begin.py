"""The first moment of an operation: the status changes under the lock, the work goes to the background."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.engine.background import in_background
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.state import Stack, now
from mlops_templates.localaws.cloudformation.template.refusal import invalid

_UPDATABLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_FAILED"}


def new_stack_id(call: Call, name: str) -> str:
    """The ARN of a new stack."""
    return call.arn("cloudformation", f"stack/{name}/{uuid.uuid4()}")


def refuse_unless_updatable(stack: Stack) -> None:
    """Refuse a stack that is busy, failed or gone."""
    if stack.status not in _UPDATABLE:
        raise invalid(f"Stack:{stack.id} is in {stack.status} state and can not be updated.")


def begin_create(operation: Operation, token: str | None, run: Callable[[Operation], None]) -> None:
    """Take a new or reviewed stack into CREATE_IN_PROGRESS. The caller holds the lock."""
    stack = operation.stack
    stack.intent, stack.token, stack.action = operation.intent, token, "CreateStack"
    record_stack(stack, "CREATE_IN_PROGRESS", "User Initiated")
    in_background(operation, run, "CREATE_FAILED")


def begin_update(operation: Operation, token: str | None, run: Callable[[Operation], None]) -> None:
    """Take a stack into UPDATE_IN_PROGRESS; plans made before are void. The caller holds the lock."""
    stack = operation.stack
    refuse_unless_updatable(stack)
    stack.updated, stack.token, stack.action = now(), token, "UpdateStack"
    for change_set in stack.change_sets.values():
        change_set.execution = "OBSOLETE" if change_set.execution == "AVAILABLE" else change_set.execution
    record_stack(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    in_background(operation, run, "UPDATE_ROLLBACK_FAILED")
