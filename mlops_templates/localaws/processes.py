"""Child processes of the embedded AWS: builds, jobs and endpoint servers. All of them end with the server."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 2.0
"""How long a process group may take to end by itself before it is killed."""


@dataclass(frozen=True)
class Process:
    """A running child with a process group of its own."""

    popen: subprocess.Popen[bytes]

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def stop(self) -> None:
        """End the whole group: terminate, then kill what is left of it."""
        _signal_group(self.popen, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(GRACE_SECONDS)
        _signal_group(self.popen, signal.SIGKILL)
        self.popen.wait()


class Processes:
    """Starts children in process groups and stops all of them at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[Process] = set()
        self._closed = False

    def start(self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], log: Path) -> Process:
        """Start a child with exactly this environment; standard output and error are appended to `log`.

        Raises:
            RuntimeError: the server is stopping.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, log.open("ab") as output:
            if self._closed:
                raise RuntimeError("the embedded AWS is stopping")
            popen = subprocess.Popen(  # noqa: S603 - running a project's own code is what this is for
                list(argv),
                cwd=cwd,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            process = Process(popen)
            self._running.add(process)
        return process

    def run(
        self,
        argv: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        log: Path,
        timeout: float | None = None,
    ) -> int:
        """Run a child to its end and give its exit status (negative: the signal that ended it).

        Raises:
            subprocess.TimeoutExpired: after `timeout` seconds; the group is killed.
        """
        process = self.start(argv, cwd=cwd, environment=environment, log=log)
        try:
            return process.popen.wait(timeout)
        finally:
            self.stop(process)

    def stop(self, process: Process) -> None:
        """End one child with everything it started."""
        process.stop()
        with self._lock:
            self._running.discard(process)

    def close(self) -> None:
        """End all children and refuse new ones."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            _signal_group(process.popen, signal.SIGTERM)
        for process in running:
            process.stop()


def _signal_group(popen: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group outlives its leader when a grandchild does, so it is signalled even after the leader has ended.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(popen.pid, number)
