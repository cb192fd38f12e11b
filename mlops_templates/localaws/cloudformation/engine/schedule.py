"""Doing each thing after all it needs, and independent things at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from queue import SimpleQueue

AT_ONCE = 4
"""How many things are under way at most, per stack."""

Ended = tuple[str, Exception | None]


def in_parallel(
    needs: Mapping[str, Collection[str]], work: Callable[[str], object], *, stop: bool
) -> dict[str, Exception]:
    """Work on every name and answer what was raised, by name, in the order of the failures.

    Args:
        needs: What each name waits for; names that are not keys are there already.
        work: What to do for a name.
        stop: Whether a failure keeps everything from starting that has not started, not only what needs the failed.
    """
    return _Run(needs, work, stop=stop).to_the_end()


class _Run:
    def __init__(self, needs: Mapping[str, Collection[str]], work: Callable[[str], object], *, stop: bool) -> None:
        self._waiting = {name: set(wanted) & needs.keys() for name, wanted in needs.items()}
        self._work, self._stop = work, stop
        self._under_way: set[str] = set()
        self._failures: dict[str, Exception] = {}
        self._ended: SimpleQueue[Ended] = SimpleQueue()

    def to_the_end(self) -> dict[str, Exception]:
        while self._start_what_can() or self._under_way:
            name, error = self._ended.get()
            self._under_way.remove(name)
            if error is None:
                for wanted in self._waiting.values():
                    wanted.discard(name)
            else:
                self._failures[name] = error
        return self._failures

    def _start_what_can(self) -> bool:
        if self._stop and self._failures:
            return False
        ready = [name for name, wanted in self._waiting.items() if not wanted][: AT_ONCE - len(self._under_way)]
        alone = len(ready) == 1 and not self._under_way
        for name in ready:
            del self._waiting[name]
            self._under_way.add(name)
            if alone:
                self._do(name)
            else:
                threading.Thread(target=self._do, args=(name,), name=f"resource {name}", daemon=True).start()
        return bool(ready)

    def _do(self, name: str) -> None:
        try:
            self._work(name)
        except Exception as error:
            self._ended.put((name, error))
        else:
            self._ended.put((name, None))
