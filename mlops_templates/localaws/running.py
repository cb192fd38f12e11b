"""What belongs to a running server only. A copy is new and free, so the records that hold one can be kept in a file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from mlops_templates.localaws.processes import Process


class Turn(threading.Condition):
    """Held by one thread at a time; others may wait on it for a change."""

    def __reduce__(self) -> tuple[Callable[[], Turn], tuple[()]]:
        return Turn, ()


@dataclass
class Running:
    """The running side of a piece of work: its process, whether somebody stops it, whether it is over."""

    stopping: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    process: Process | None = None
    began: float = 0.0
    """When its first command started, on the monotonic clock."""

    def __reduce__(self) -> tuple[Callable[[], Running], tuple[()]]:
        return Running, ()
