"""ContinueUpdateRollback, RollbackStack.

The words in which AWS refuses them in the wrong status are not documented.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, stack_of, state_of
from mlops_templates.localaws.cloudformation.engine.background import in_background
from mlops_templates.localaws.cloudformation.engine.create import roll_back_creation
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.update import roll_back_update
from mlops_templates.localaws.cloudformation.prepare import acting
from mlops_templates.localaws.cloudformation.state import Stack
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document


@SERVICE.action
def continue_update_rollback(call: Call, request: Document) -> Document:
    """Try again what a rollback could not undo, or take it as it is."""
    stack = stack_of(call, request["StackName"], "Stack [{}] does not exist")
    skipped = frozenset(request.get("ResourcesToSkip") or ())
    _refuse_unless(stack, {"UPDATE_ROLLBACK_FAILED"}, "continue its rollback")
    stuck = {item.old.logical_id for item in stack.unfinished.undos} if stack.unfinished else set()
    if unknown := sorted(skipped - stuck):
        raise invalid(
            f"The following resources to skip are not in UPDATE_FAILED state because of a rollback: {unknown}"
        )
    _begin(call, request, stack, "UPDATE_ROLLBACK_IN_PROGRESS", partial(roll_back_update, skipped=skipped))
    return {}


@SERVICE.action
def rollback_stack(call: Call, request: Document) -> Document:
    """Bring a stack that failed without a rollback to its last stable state."""
    stack = stack_of(call, request["StackName"], "Stack [{}] does not exist")
    _refuse_unless(stack, {"CREATE_FAILED", "UPDATE_FAILED"}, "roll back")
    if stack.status == "CREATE_FAILED":
        _begin(call, request, stack, "ROLLBACK_IN_PROGRESS", roll_back_creation)
    else:
        _begin(call, request, stack, "UPDATE_ROLLBACK_IN_PROGRESS", roll_back_update)
    return {"StackId": stack.id}


def _refuse_unless(stack: Stack, statuses: set[str], what: str) -> None:
    if stack.status not in statuses:
        raise invalid(f"Stack:{stack.id} is in {stack.status} state and can not {what}.")


def _begin(call: Call, request: Document, stack: Stack, status: str, run: Callable[[Operation], None]) -> None:
    role = request.get("RoleARN") or stack.intent.role_arn
    operation = Operation(acting(call, role), state_of(call), stack, stack.intent)
    before = stack.status
    with call.world.lock:
        _refuse_unless(stack, {before}, "roll back")
        stack.token = request.get("ClientRequestToken")
        record_stack(stack, status, "User Initiated")
    failed = "ROLLBACK_FAILED" if status == "ROLLBACK_IN_PROGRESS" else "UPDATE_ROLLBACK_FAILED"
    in_background(operation, run, failed)
