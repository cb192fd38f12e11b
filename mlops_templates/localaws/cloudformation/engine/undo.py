"""The way back of a change to one resource."""

from __future__ import annotations

from dataclasses import replace

from mlops_templates.localaws.cloudformation.engine.apply import apply_in_place
from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.state import StackResource, Undo


def undo(operation: Operation, item: Undo) -> bool:
    """Bring a resource to what it was; whether that worked."""
    record = operation.stack.resources[item.old.logical_id]
    if item.tried is None:
        restore(record, item.old)
        return True
    before = replace(operation, intent=operation.stack.intent)
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS")
    try:
        with as_resource_failure(record.logical_id):
            apply_in_place(before, record, item.old.properties, item.tried)
    except ResourceFailedError as failure:
        record_resource(operation.stack, record, "UPDATE_FAILED", failure.reason)
        return False
    restore(record, item.old)
    record_resource(operation.stack, record, "UPDATE_COMPLETE")
    return True


def skip(operation: Operation, item: Undo) -> None:
    """Take a resource for what it was without touching it."""
    record = operation.stack.resources[item.old.logical_id]
    restore(record, item.old)
    record_resource(operation.stack, record, "UPDATE_COMPLETE")


def restore(record: StackResource, old: StackResource) -> None:
    """Remember again what was remembered before a change."""
    vars(record).update(vars(old))
