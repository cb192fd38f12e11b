"""Running an operation while its caller already has the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mlops_templates.localaws.cloudformation.engine.history import record_stack
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.telling import KIND, tell_since

logger = logging.getLogger(__name__)


def in_background(operation: Operation, run: Callable[[Operation], None], failed: str) -> None:
    """Run in a thread; whatever happens, the stack ends with a status, at worst `failed`."""
    operation.stack.actor = operation.call.credentials
    operation.call.world.spawn(f"stack {operation.stack.name}", guarded, operation, run, failed)


def guarded(operation: Operation, run: Callable[[Operation], None], failed: str) -> None:
    """Run to the end; whatever happens, the stack ends with a status."""
    known = _begun(operation)
    try:
        run(operation)
    except Exception as error:
        logger.exception("the operation on stack %s failed", operation.stack.name)
        record_stack(operation.stack, failed, f"Internal Failure: {type(error).__name__}: {error}")
    tell_since(operation, known)


def _begun(operation: Operation) -> int:
    """How many events there were before the operation gave the stack its first status."""
    last = max((number for number, event in enumerate(operation.stack.events) if event.type == KIND), default=0)
    return last
