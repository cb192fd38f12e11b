"""Deleting a stack."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.remove import remove_all
from mlops_templates.localaws.cloudformation.engine.results import importers
from mlops_templates.localaws.cloudformation.state import Stack, now


def run_delete(operation: Operation, retained: frozenset[str]) -> None:
    """Delete a stack: dependent resources first, retained ones skipped.

    The status that AWS gives a stack whose export is in use is not documented; DELETE_FAILED is the stricter choice.
    """
    stack = operation.stack
    for output in stack.outputs:
        users = importers(operation.state, output.export) if output.export else []
        if users:
            reason = f"Export {output.export} cannot be deleted as it is in use by {users[0].name}"
            record_stack(stack, "DELETE_FAILED", reason)
            return
    kept = {name for name, item in stack.resources.items() if item.deletion_policy != "Delete" and item.physical_id}
    existing = [item for item in stack.resources.values() if item.status not in ("DELETE_COMPLETE", "DELETE_SKIPPED")]
    end_of_deletion(stack, remove_all(operation, existing, kept | retained))


def end_of_deletion(stack: Stack, failed: list[str]) -> None:
    """The last status of a stack that was asked to go."""
    if failed:
        record_stack(stack, "DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")
        return
    stack.deleted = now()
    stack.outputs, stack.imports = [], set()
    record_stack(stack, "DELETE_COMPLETE")
