"""Creating a stack, and rolling it back."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.delete import end_of_deletion
from mlops_templates.localaws.cloudformation.engine.failure import as_resource_failure, told
from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.make import make
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.remove import remove_all
from mlops_templates.localaws.cloudformation.engine.results import set_outputs
from mlops_templates.localaws.cloudformation.engine.schedule import in_parallel
from mlops_templates.localaws.cloudformation.state import Stack
from mlops_templates.localaws.cloudformation.template.blueprint import dependencies


def run_create(operation: Operation) -> None:
    """Make every resource; on failure do what the stack's OnFailure says."""
    resources = operation.intent.blueprint.resources
    needs = {name: dependencies(item) for name, item in resources.items()}
    failures = in_parallel(needs, lambda name: make(operation, resources[name]), stop=True)
    if not failures:
        failures = in_parallel({"": ()}, lambda _: _finish(operation), stop=True)
    end_creation(operation, told(failures, set()) if failures else None)


def roll_back_creation(operation: Operation) -> None:
    """Delete what was made; the stack stays as a record."""
    stack = operation.stack
    if failed := _undo(operation):
        record_stack(stack, "ROLLBACK_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")
    else:
        stack.outputs, stack.imports = [], set()
        record_stack(stack, "ROLLBACK_COMPLETE")


def _finish(operation: Operation) -> None:
    with as_resource_failure(""):
        set_outputs(operation)


def end_creation(operation: Operation, reason: str | None) -> None:
    """The last status of the creation, or the first of its way back; a deletion may have been asked for meanwhile."""
    stack = operation.stack
    with operation.call.world.lock:
        if not stack.cancelled:
            record_stack(stack, *_next(stack, reason))
    if stack.status == "DELETE_IN_PROGRESS":
        end_of_deletion(stack, _undo(operation))
    elif stack.status == "ROLLBACK_IN_PROGRESS":
        roll_back_creation(operation)


def _next(stack: Stack, reason: str | None) -> tuple[str, str | None]:
    if reason is None:
        return "CREATE_COMPLETE", None
    if stack.on_failure == "DO_NOTHING":
        return "CREATE_FAILED", reason
    if stack.on_failure == "DELETE":
        return "DELETE_IN_PROGRESS", f"{reason}Delete requested by user."
    return "ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user."


def _undo(operation: Operation) -> list[str]:
    """Delete what was made; only the policy Retain keeps a resource of a stack that was never complete."""
    records = operation.stack.resources
    kept = {name for name, record in records.items() if record.deletion_policy == "Retain" and record.physical_id}
    return remove_all(operation, list(records.values()), kept)
