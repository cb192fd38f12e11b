"""Steps that a snapshot must not divide: a thing is made in one service and noted in another, or neither."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

PATIENCE_SECONDS = 1.0
"""How long a snapshot waits for steps to end; one that takes longer is divided."""


class Steps:
    """Many steps at the same time, or a snapshot between them. Safe to use from every thread."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._under_way = 0
        self._halted = self._taking = False
        self._mine = threading.local()

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """Do something that belongs together; a step inside a step belongs to it."""
        if getattr(self._mine, "inside", False):
            yield
            return
        for_another = getattr(self._mine, "for_another", False)
        with self._turn:
            self._turn.wait_for(lambda: not (self._taking if for_another else self._halted))
            self._under_way += 1
        self._mine.inside = True
        try:
            yield
        finally:
            self._mine.inside = False
            with self._turn:
                self._under_way -= 1
                self._turn.notify_all()

    @contextlib.contextmanager
    def for_another(self) -> Iterator[None]:
        """Do something for another thread, which may be in a step: a snapshot that waits for that waits for this."""
        self._mine.for_another = True
        try:
            yield
        finally:
            self._mine.for_another = False

    @contextlib.contextmanager
    def between(self) -> Iterator[None]:
        """Do something while no step is under way; those that want to begin wait."""
        with self._turn:
            self._halted = True
            self._turn.wait_for(lambda: not self._under_way, timeout=PATIENCE_SECONDS)
            self._taking = True
        try:
            yield
        finally:
            with self._turn:
                self._halted = self._taking = False
                self._turn.notify_all()
