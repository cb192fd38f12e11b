"""What is kept of requests, gathered for a moment and delivered together: nobody's answer waits for it."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.call import Call

SECONDS = 0.3
"""For how long things are gathered."""


@dataclass
class Batches:
    """Things that wait, by where they go."""

    waiting: dict[Hashable, list[Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, call: Call, place: Hashable, things: list[Any], deliver: Callable[[list[Any]], None]) -> None:
        """Have things delivered soon, with what comes to the same place until then."""
        with self.lock:
            first = place not in self.waiting
            self.waiting.setdefault(place, []).extend(things)
        if first:
            call.world.spawn(f"deliver to {place}", self._deliver, place, deliver)

    def _deliver(self, place: Hashable, deliver: Callable[[list[Any]], None]) -> None:
        time.sleep(SECONDS)
        with self.lock:
            things = self.waiting.pop(place)
        deliver(things)
