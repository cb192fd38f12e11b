"""Ends what a server that was killed leaves behind: `python watchdog.py`, told of process groups on standard input.

A line `?mark` means that a process with this mark is about to start, `+123 mark` its group, which lives, `!mark` that
it did not start, `-123` a group that has ended. The input ends with the server, however that ends; then every group
that still lives is terminated, and killed when it takes too long, and so is what was about to start. It runs as a
program of its own, outside the server's process group, and imports nothing of this package but runs `kin.py`.
"""

import contextlib
import os
import runpy
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 2.0

EXEC_SECONDS = 0.2
"""A process shows its mark once it runs its program: a moment after it let go of the pipe that told of it."""


@dataclass
class Told:
    """What the input told until it ended."""

    groups: dict[int, str] = field(default_factory=dict)
    """Those that live, with the marks of their processes."""
    starting: set[str] = field(default_factory=set)
    """The marks of processes that may have started and whose groups are not known."""


def told(lines: Iterable[str]) -> Told:
    """Listen until the input ends."""
    found = Told()
    for line in lines:
        sign, (first, _, mark) = line[0], line[1:].strip().partition(" ")
        if sign == "?":
            found.starting.add(first)
        elif sign == "!":
            found.starting.discard(first)
        elif sign == "+":
            found.groups[int(first)] = mark
            found.starting.discard(mark)
        else:
            found.groups.pop(int(first), None)
    return found


def end(left_behind: Told) -> None:
    """Terminate, wait a moment, kill; and what has left its group, or had not told it yet, as well."""
    groups = left_behind.groups
    left = {group for group in groups if _signal(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_SECONDS
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _signal(group, 0)}
    for group in left:
        _signal(group, signal.SIGKILL)
    if left_behind.starting:
        time.sleep(EXEC_SECONDS)
    runpy.run_path(str(Path(__file__).with_name("kin.py")))["end"](({*groups.values()} | left_behind.starting) - {""})


def _signal(group: int, number: int) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    # A Ctrl-C or a closed terminal is the server's business; this one ends after it.
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    end(told(sys.stdin))
