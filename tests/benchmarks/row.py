"""One row of the benchmark table, and the measuring that all rows share."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A goal, both sides of it, and their ratio; `unit` is that of both figures."""

    goal: str
    what: str
    ours: float
    theirs: float
    peer: str
    unit: str
    wanted: str

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


@dataclass(frozen=True)
class Cost:
    """What one finished command took, with its children."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float
    """Of the largest of its processes."""


def cost(argv: Sequence[str], environment: Mapping[str, str] | None = None, codes: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end; it may end with one of the codes."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    taken = time.monotonic() - begun
    if process.returncode not in codes:
        raise subprocess.CalledProcessError(process.returncode, argv)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return Cost(cpu, taken, used.ru_maxrss / 1024)


def wall_seconds(argv: Sequence[str]) -> float:
    """Time on the clock of one finished command."""
    return cost(argv).wall_seconds


def interleaved(ours: Sequence[str], theirs: Sequence[str], runs: int = 7) -> tuple[float, float]:
    """Median CPU seconds of two commands, run in turn so that a noisy machine is noisy for both; one run warms up."""
    pairs = [(cost(ours).cpu_seconds, cost(theirs).cpu_seconds) for _ in range(runs + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
