"""Which parts of the state may differ from what is on disk."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

_PACKAGE = __package__.rpartition(".")[0] + "."


def part_of(thing: Callable[..., object]) -> str:
    """The part that a class or function of a service belongs to: the folder of the service."""
    while isinstance(thing, functools.partial):
        thing = thing.func
    return str(thing.__module__).removeprefix(_PACKAGE).partition(".")[0]


class Changes:
    """Parts that changed, and parts at which somebody is at work. Safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: set[str] = set()
        self._at_work: Counter[str] = Counter()

    def mark(self, *parts: str) -> None:
        """Note that parts have changed."""
        with self._lock:
            self._changed.update(parts)

    @contextlib.contextmanager
    def to(self, parts: Iterable[str]) -> Iterator[None]:
        """Parts change for the length of a `with` block, at any moment."""
        parts = tuple(parts)
        with self._lock:
            self._at_work.update(parts)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.subtract(parts)
                self._changed.update(parts)

    def seen(self) -> set[str]:
        """The parts to look at."""
        with self._lock:
            return self._changed | {part for part, workers in self._at_work.items() if workers > 0}

    def take(self) -> set[str]:
        """The same; from now on they count as unchanged, unless somebody is at work at them."""
        with self._lock:
            taken = self._changed | {part for part, workers in self._at_work.items() if workers > 0}
            self._changed = set()
            return taken
