"""Updating a stack: what changed is changed in place or replaced, what is gone is deleted last."""

from __future__ import annotations

import copy

from mlops_templates.localaws.cloudformation.engine.change import change
from mlops_templates.localaws.cloudformation.engine.failure import as_resource_failure, told
from mlops_templates.localaws.cloudformation.engine.history import record_resource, record_stack
from mlops_templates.localaws.cloudformation.engine.make import make
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.remove import in_order_of_deletion, remove
from mlops_templates.localaws.cloudformation.engine.results import set_outputs
from mlops_templates.localaws.cloudformation.engine.schedule import in_parallel
from mlops_templates.localaws.cloudformation.engine.undo import skip, undo
from mlops_templates.localaws.cloudformation.state import StackResource, Undo, Unfinished
from mlops_templates.localaws.cloudformation.template.blueprint import dependencies


def run_update(operation: Operation, *, disable_rollback: bool = False) -> None:
    """Bring the stack to the intent, or back to where it was.

    After an update that was left as it failed, the way back leads to the last state that was whole.
    """
    stack = operation.stack
    before = {name: copy.copy(record) for name, record in stack.resources.items()}
    stack.unfinished = stack.unfinished or Unfinished(before)
    stack.unfinished.intent = operation.intent
    needs = {name: dependencies(item) for name, item in operation.intent.blueprint.resources.items()}
    failures = in_parallel(needs, lambda name: _bring(operation, name), stop=True)
    if not failures:
        failures = in_parallel({"": ()}, lambda _: _finish(operation), stop=True)
    if not failures:
        complete(operation)
        return
    reason = told(failures, set(before))
    if disable_rollback:
        record_stack(stack, "UPDATE_FAILED", reason)
        return
    record_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    roll_back_update(operation)


def roll_back_update(operation: Operation, skipped: frozenset[str] = frozenset()) -> None:
    """Undo what a failed update did, newest first; what cannot be undone can be tried again or skipped."""
    stack = operation.stack
    unfinished = stack.unfinished or Unfinished({})
    stuck: list[Undo] = []
    for item in reversed(unfinished.undos):
        if item.old.logical_id in skipped:
            skip(operation, item)
        elif not undo(operation, item):
            stuck.insert(0, item)
    if stuck:
        unfinished.undos = stuck
        names = ", ".join(item.old.logical_id for item in stuck)
        record_stack(stack, "UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed to update: [{names}]. ")
        return
    record_stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    _remove_made(operation, unfinished)
    stack.unfinished = None
    record_stack(stack, "UPDATE_ROLLBACK_COMPLETE")


def _finish(operation: Operation) -> None:
    with as_resource_failure(""):
        set_outputs(operation)


def _bring(operation: Operation, name: str) -> None:
    stack = operation.stack
    declaration, record = operation.intent.blueprint.resources[name], stack.resources.get(name)
    unfinished = stack.unfinished or Unfinished({})
    if record is None or not record.physical_id:
        unfinished.made.append(name)
        make(operation, declaration)
        return
    old = copy.copy(record)
    change(operation, declaration, record, unfinished.undos)
    if record.physical_id != old.physical_id:
        unfinished.replaced.append(old)


def complete(operation: Operation) -> None:
    """Delete what was replaced or is no longer in the template; a failure is an event, not the end."""
    stack = operation.stack
    record_stack(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    replaced = stack.unfinished.replaced if stack.unfinished else []
    intent = (stack.unfinished.intent if stack.unfinished else None) or operation.intent
    wanted = intent.blueprint.resources
    gone = [item for name, item in stack.resources.items() if name not in wanted]
    for record in in_order_of_deletion([*replaced, *gone]):
        if record.logical_id in wanted:
            _remove_unless(operation, record, record.update_replace_policy)
        else:
            _remove_unless(operation, record, record.deletion_policy)
            del stack.resources[record.logical_id]
    stack.intent, stack.unfinished = intent, None
    record_stack(stack, "UPDATE_COMPLETE")


def _remove_unless(operation: Operation, record: StackResource, policy: str) -> None:
    if policy == "Delete":
        remove(operation, record)
    else:
        record_resource(operation.stack, record, "DELETE_SKIPPED")


def _remove_made(operation: Operation, unfinished: Unfinished) -> None:
    resources = operation.stack.resources
    for item in reversed(unfinished.undos):
        if item.replacement is not None:
            remove(operation, item.replacement)
    made = {name: resources[name] for name in unfinished.made if name in resources}
    for record in in_order_of_deletion(made.values()):
        keep = record.deletion_policy == "Retain" and record.physical_id
        _remove_unless(operation, record, "Retain" if keep else "Delete")
        del resources[record.logical_id]
    for old in unfinished.before.values():
        record = resources[old.logical_id]
        record.depends_on, record.metadata = old.depends_on, old.metadata
        record.deletion_policy, record.update_replace_policy = old.deletion_policy, old.update_replace_policy
