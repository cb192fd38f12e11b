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
from mlops_templates.localaws.cloudformation.template.blueprint import dependencies


def run_create(operation: Operation) -> None:
    """Make every resource; on failure do what the stack's OnFailure says."""
    resources = operation.intent.blueprint.resources
    needs = {name: dependencies(item) for name, item in resources.items()}
    failures = in_parallel(needs, lambda name: make(operation, resources[name]), stop=True)
    if not failures:
        failures = in_parallel({"": ()}, lambda _: _finish(operation), stop=True)
    if failures:
        _give_up(operation, told(failures, set()))
    else:
        record_stack(operation.stack, "CREATE_COMPLETE")


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


def _give_up(operation: Operation, reason: str) -> None:
    stack = operation.stack
    if stack.on_failure == "DO_NOTHING":
        record_stack(stack, "CREATE_FAILED", reason)
    elif stack.on_failure == "DELETE":
        record_stack(stack, "DELETE_IN_PROGRESS", f"{reason}Delete requested by user.")
        end_of_deletion(stack, _undo(operation))
    else:
        record_stack(stack, "ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")
        roll_back_creation(operation)


def _undo(operation: Operation) -> list[str]:
    """Delete what was made; only the policy Retain keeps a resource of a stack that was never complete."""
    records = operation.stack.resources
    kept = {name for name, record in records.items() if record.deletion_policy == "Retain" and record.physical_id}
    return remove_all(operation, list(records.values()), kept)
