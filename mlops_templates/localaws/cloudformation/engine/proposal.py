"""The life of a change set: worked out, executed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mlops_templates.localaws.cloudformation.engine.change_documents import change_document
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.plan import outputs_change, plan
from mlops_templates.localaws.cloudformation.state import ChangeSet
from mlops_templates.localaws.errors import AwsError

logger = logging.getLogger(__name__)

_NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."
_DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


def work_out(operation: Operation, change_set: ChangeSet) -> None:
    """Fill in the changes; without any the change set is FAILED, with AWS's words."""
    try:
        _work_out(operation, change_set)
    except AwsError as error:
        _fail(change_set, error.message)
    except Exception as error:
        logger.exception("change set %s failed", change_set.name)
        _fail(change_set, f"Internal Failure: {type(error).__name__}: {error}")


def _work_out(operation: Operation, change_set: ChangeSet) -> None:
    stack, intent = operation.stack, operation.intent
    changes = plan(operation)
    if not changes and not outputs_change(operation) and intent.tags == stack.intent.tags:
        _fail(change_set, _NO_CHANGES)
        return
    change_set.changes = [change_document(item, stack.intent.blueprint, intent.blueprint) for item in changes]
    change_set.execution = "AVAILABLE"
    change_set.status = "CREATE_COMPLETE"


def _fail(change_set: ChangeSet, reason: str) -> None:
    change_set.reason = reason
    change_set.status = "FAILED"


def execute(operation: Operation, change_set: ChangeSet, run: Callable[[Operation], None]) -> None:
    """Run the operation and remember how it ended."""
    try:
        run(operation)
    finally:
        done = operation.stack.status in _DONE
        change_set.execution = "EXECUTE_COMPLETE" if done else "EXECUTE_FAILED"
