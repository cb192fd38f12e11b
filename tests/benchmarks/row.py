"""One row of the benchmark table, and the measuring that all rows share."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
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


def cpu_seconds(argv: Sequence[str], environment: dict[str, str] | None = None) -> float:
    """User and system time of one finished command with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def wall_seconds(argv: Sequence[str]) -> float:
    """Time on the clock of one finished command."""
    begun = time.monotonic()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def interleaved(ours: Sequence[str], theirs: Sequence[str], runs: int = 7) -> tuple[float, float]:
    """Median CPU seconds of two commands, run in turn so that a noisy machine is noisy for both; one run warms up."""
    pairs = [(cpu_seconds(ours), cpu_seconds(theirs)) for _ in range(runs + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
