"""Updating a stack: what changed is changed in place or replaced, what is gone is deleted last."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from mlops_templates.localaws.cloudformation.engine.change import Undo, change
from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource, record_stack
from mlops_templates.localaws.cloudformation.engine.make import make
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.remove import in_order_of_deletion, remove
from mlops_templates.localaws.cloudformation.engine.results import set_outputs
from mlops_templates.localaws.cloudformation.state import StackResource


@dataclass
class _Progress:
    """What an update did so far."""

    undo: list[Undo] = field(default_factory=list)
    made: list[StackResource] = field(default_factory=list)
    replaced: list[StackResource] = field(default_factory=list)


def run_update(operation: Operation, *, disable_rollback: bool = False) -> None:
    """Bring the stack to the intent, or back to where it was."""
    stack, progress = operation.stack, _Progress()
    before = {name: copy.copy(record) for name, record in stack.resources.items()}
    try:
        for declaration in operation.intent.blueprint.resources.values():
            _bring(operation, progress, declaration.logical_id)
        with as_resource_failure(""):
            set_outputs(operation)
    except ResourceFailedError as failure:
        _give_up(operation, progress, before, failure, disable_rollback=disable_rollback)
        return
    record_stack(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    _clean_up(operation, progress.replaced)
    stack.intent = operation.intent
    record_stack(stack, "UPDATE_COMPLETE")


def _bring(operation: Operation, progress: _Progress, name: str) -> None:
    declaration = operation.intent.blueprint.resources[name]
    record = operation.stack.resources.get(name)
    if record is None:
        try:
            make(operation, declaration)
        finally:
            progress.made.append(operation.stack.resources[name])
        return
    old = copy.copy(record)
    change(operation, declaration, record, progress.undo)
    if record.physical_id != old.physical_id:
        progress.replaced.append(old)


def _clean_up(operation: Operation, replaced: list[StackResource]) -> None:
    """Delete what was replaced or is no longer in the template; a failure is an event, not the end."""
    stack = operation.stack
    wanted = operation.intent.blueprint.resources
    gone = [item for name, item in stack.resources.items() if name not in wanted]
    for record in in_order_of_deletion([*replaced, *gone]):
        if record.logical_id in wanted:
            _remove_unless(operation, record, record.update_replace_policy)
        else:
            _remove_unless(operation, record, record.deletion_policy)
            del stack.resources[record.logical_id]


def _remove_unless(operation: Operation, record: StackResource, policy: str) -> None:
    if policy == "Delete":
        remove(operation, record)
    else:
        record_resource(operation.stack, record, "DELETE_SKIPPED")


def _give_up(
    operation: Operation,
    progress: _Progress,
    before: dict[str, StackResource],
    failure: ResourceFailedError,
    *,
    disable_rollback: bool,
) -> None:
    stack = operation.stack
    verb = "create" if failure.logical_id not in before else "update"
    reason = f"The following resource(s) failed to {verb}: [{failure.logical_id}]. "
    reason = reason if failure.logical_id in stack.resources else failure.reason
    if disable_rollback:
        record_stack(stack, "UPDATE_FAILED", reason)
        return
    record_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    stuck = [undo.logical_id for undo in reversed(progress.undo) if not undo.run()]
    if stuck:
        record_stack(
            stack, "UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed to update: [{', '.join(stuck)}]. "
        )
        return
    record_stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    _remove_made(operation, progress, before)
    record_stack(stack, "UPDATE_ROLLBACK_COMPLETE")


def _remove_made(operation: Operation, progress: _Progress, before: dict[str, StackResource]) -> None:
    for undo in reversed(progress.undo):
        if undo.replacement is not None:
            remove(operation, undo.replacement)
    for record in in_order_of_deletion(progress.made):
        _remove_unless(
            operation, record, "Retain" if record.deletion_policy == "Retain" and record.physical_id else "Delete"
        )
        del operation.stack.resources[record.logical_id]
    for name, record in operation.stack.resources.items():
        old = before[name]
        record.depends_on, record.metadata = old.depends_on, old.metadata
        record.deletion_policy, record.update_replace_policy = old.deletion_policy, old.update_replace_policy
