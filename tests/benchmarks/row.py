"""One row of the benchmark table, and the measuring that all rows share."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Linux counts what a process held before it became another program, so the one that starts a program must be small.
LAUNCHER = """
import os, resource, sys, time
begun, child = time.monotonic(), os.fork()
if not child:
    os.set_inheritable(int(sys.argv[1]), False)
    os.execvp(sys.argv[2], sys.argv[2:])
status = os.waitpid(child, 0)[1]
wall, used = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
code = os.waitstatus_to_exitcode(status)
os.write(int(sys.argv[1]), f"{code} {used.ru_utime + used.ru_stime} {wall} {used.ru_maxrss}".encode())
"""


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
    told, tell = os.pipe()
    with os.fdopen(told) as figures:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, str(tell), *argv],
            stdout=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            pass_fds=[tell],
        )
        os.close(tell)
        answer = figures.read().split()
    process.wait()
    code, cpu, wall, kib = int(answer[0]), *map(float, answer[1:])
    if code not in codes:
        raise subprocess.CalledProcessError(code, argv)
    return Cost(cpu, wall, kib / 1024)


def wall_seconds(argv: Sequence[str]) -> float:
    """Time on the clock of one finished command."""
    return cost(argv).wall_seconds


def interleaved(ours: Sequence[str], theirs: Sequence[str], runs: int = 7) -> tuple[float, float]:
    """Median CPU seconds of two commands, run in turn so that a noisy machine is noisy for both; one run warms up."""
    pairs = [(cost(ours).cpu_seconds, cost(theirs).cpu_seconds) for _ in range(runs + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
