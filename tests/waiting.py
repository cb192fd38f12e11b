"""Waiting for what comes by itself: as short as it takes, with patience for a machine that others use too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.05

Found = TypeVar("Found")


def until(look: Callable[[], Found | None], what: str) -> Found:
    """Look again and again until there is something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited for {what} in vain"
        time.sleep(PAUSE_SECONDS)
    return found


def message(sqs: Any, queue: str, **asked: Any) -> dict[str, Any]:
    """The next message of a queue, once one has come; the queue is then without it."""
    request = {"QueueUrl": queue, "WaitTimeSeconds": 5, **asked}
    (found,) = until(lambda: sqs.receive_message(**request).get("Messages"), f"a message in {queue}")
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=found["ReceiptHandle"])
    return dict(found)


def stack_at_rest(cloudformation: Any, name: str) -> dict[str, Any]:
    """A stack, once nothing of it is in progress any more."""

    def look() -> dict[str, Any] | None:
        (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
        return None if stack["StackStatus"].endswith("_IN_PROGRESS") else dict(stack)

    return until(look, f"the rest of stack {name}")
