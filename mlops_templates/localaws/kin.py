"""The processes of one job, found by a mark in their environment.

A process may leave its group and its parent, as daemons do; what it was given to inherit it keeps. This file stands
alone: the watchdog loads it without the package.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "MLOPS_TEMPLATES_JOB"
PROC = Path("/proc")
PATIENCE_SECONDS = 5.0
"""How long to wait for what was killed: on a busy machine a process takes its time to go."""

PAUSE_SECONDS = 0.01
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Found:
    """A process that lives: whose it is, and the bytes of memory that it holds."""

    pid: int
    group: int
    mark: str
    resident: int


def living() -> Iterator[Found]:
    """Every process of this user, as far as it can be looked at."""
    if not (PROC / "self" / "environ").exists():
        yield from _told_by_ps()
        return
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                yield _read(folder)


def end(marks: set[str]) -> None:
    """Kill every process with one of these marks, those too that are forked meanwhile, and wait until they are gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while marks and (found := [each.pid for each in living() if each.mark in marks]) and time.monotonic() < deadline:
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS)


def resident(group: int, mark: str) -> int:
    """The bytes of memory that a job holds."""
    return sum(each.resident for each in living() if each.group == group or (mark and each.mark == mark))


def _read(folder: Path) -> Found:
    # The name of the program, in brackets, may hold anything; what comes after the last bracket is numbers.
    fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
    mark = ""
    if fields[0] != "Z":
        with contextlib.suppress(OSError):
            mark = _mark((folder / "environ").read_bytes().split(b"\0"))
    return Found(int(folder.name), int(fields[2]), mark, int(fields[21]) * PAGE)


def _told_by_ps() -> Iterator[Found]:
    done = subprocess.run(["ps", "-axwwE", "-o", "pid=,pgid=,rss=,command="], capture_output=True, check=False)  # noqa: S607
    for line in done.stdout.splitlines():
        words = line.split()
        if len(words) > 3:
            yield Found(int(words[0]), int(words[1]), _mark(words[3:]), int(words[2]) * 1024)


def _mark(words: list[bytes]) -> str:
    start = f"{MARK}=".encode()
    return next((word[len(start) :].decode("ascii", "replace") for word in words if word.startswith(start)), "")
