"""Ends what a server that was killed leaves behind: `python watchdog.py`, told of process groups on standard input.

A line `+123 mark` means a group that lives, `-123` one that has ended. The input ends with the server, however that
ends; then every group that still lives is terminated, and killed when it takes too long. It runs as a program of its
own, outside the server's process group, and imports nothing of this package but runs `kin.py`.
"""

import contextlib
import os
import runpy
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

GRACE_SECONDS = 2.0


def living_groups(lines: Iterable[str]) -> dict[int, str]:
    """The groups that were told of and have not ended, once the input has, with the marks of their processes."""
    groups: dict[int, str] = {}
    for line in lines:
        group, _, mark = line[1:].strip().partition(" ")
        if line.startswith("+"):
            groups[int(group)] = mark
        else:
            groups.pop(int(group), None)
    return groups


def end(groups: dict[int, str]) -> None:
    """Terminate, wait a moment, kill; and what has left its group as well."""
    left = {group for group in groups if _signal(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_SECONDS
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if _signal(group, 0)}
    for group in left:
        _signal(group, signal.SIGKILL)
    runpy.run_path(str(Path(__file__).with_name("kin.py")))["end"](set(groups.values()) - {""})


def _signal(group: int, number: int) -> bool:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    # A Ctrl-C or a closed terminal is the server's business; this one ends after it.
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    end(living_groups(sys.stdin))
