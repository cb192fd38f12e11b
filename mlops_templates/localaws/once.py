"""Requests with one token take turns, so that two of the very same moment make one thing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from mlops_templates.localaws.call import Call


@dataclass
class Turns:
    """Who is at work for which token, by service or action and token; waiting ones are counted."""

    locks: dict[tuple[str, str], threading.Lock] = field(default_factory=dict)
    waiting: dict[tuple[str, str], int] = field(default_factory=dict)


@contextlib.contextmanager
def turn(call: Call, what: str, token: str) -> Iterator[None]:
    """Be alone with a token in this account and region; without a token there is nothing to wait for."""
    if not token:
        yield
        return
    turns, key = call.live(Turns), (what, token)
    with call.world.lock:
        lock = turns.locks.setdefault(key, threading.Lock())
        turns.waiting[key] = turns.waiting.get(key, 0) + 1
    try:
        with lock:
            yield
    finally:
        with call.world.lock:
            turns.waiting[key] -= 1
            if not turns.waiting[key]:
                del turns.waiting[key], turns.locks[key]
