"""Creating a stack, and rolling it back."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.delete import end_of_deletion
from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.make import make
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.remove import remove_all
from mlops_templates.localaws.cloudformation.engine.results import set_outputs


def run_create(operation: Operation) -> None:
    """Make every resource; on failure do what the stack's OnFailure says."""
    stack = operation.stack
    try:
        for declaration in operation.intent.blueprint.resources.values():
            make(operation, declaration)
        with as_resource_failure(""):
            set_outputs(operation)
    except ResourceFailedError as failure:
        _give_up(operation, failure)
    else:
        record_stack(stack, "CREATE_COMPLETE")


def _give_up(operation: Operation, failure: ResourceFailedError) -> None:
    stack = operation.stack
    reason = failure.reason
    if failure.logical_id in stack.resources:
        reason = f"The following resource(s) failed to create: [{failure.logical_id}]. "
    if stack.on_failure == "DO_NOTHING":
        record_stack(stack, "CREATE_FAILED", reason)
        return
    if stack.on_failure == "DELETE":
        record_stack(stack, "DELETE_IN_PROGRESS", f"{reason}Delete requested by user.")
        end_of_deletion(stack, _undo(operation))
        return
    record_stack(stack, "ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")
    if failed := _undo(operation):
        record_stack(stack, "ROLLBACK_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")
    else:
        record_stack(stack, "ROLLBACK_COMPLETE")


def _undo(operation: Operation) -> list[str]:
    """Delete what was made; only the policy Retain keeps a resource of a stack that was never complete."""
    stack = operation.stack
    kept = {
        name for name, record in stack.resources.items() if record.deletion_policy == "Retain" and record.physical_id
    }
    return remove_all(operation, stack.resources.values(), kept)
