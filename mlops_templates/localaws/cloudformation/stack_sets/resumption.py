"""Operations on stack sets after a restart: what ran has failed, what waited is cancelled. AWS has no such moment."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets.lookup import state_of
from mlops_templates.localaws.cloudformation.stack_sets.state import SetOperation, StackSet
from mlops_templates.localaws.cloudformation.state import now
from mlops_templates.localaws.interruption import INTERRUPTED


def resume(call: Call) -> None:
    """End every operation at which the server before was at work; another one brings the instances up to date."""
    for stack_set in state_of(call).sets.values():
        for operation in stack_set.operations.values():
            if operation.busy:
                _end(stack_set, operation)


def _end(stack_set: StackSet, operation: SetOperation) -> None:
    for result in operation.results:
        if result.status not in ("RUNNING", "PENDING"):
            continue
        result.status = "FAILED" if result.status == "RUNNING" else "CANCELLED"
        result.reason = INTERRUPTED
        if instance := stack_set.instances.get(result.place):
            instance.status = "INOPERABLE" if instance.status == "INOPERABLE" else "OUTDATED"
            instance.detail, instance.reason = result.status, INTERRUPTED
    operation.status, operation.ended = "STOPPED" if operation.status == "STOPPING" else "FAILED", now()
