"""Child processes of the embedded AWS: builds, jobs and endpoint servers. All of them end with the server.

An orderly end is `Processes.close`. After any other, a kill for example, `watchdog.py` ends them: it hears of every
process group through a pipe that ends when the server does, and of every mark before the process that bears it starts.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws import kin
from mlops_templates.localaws.memory import OutOfMemoryError

GRACE_SECONDS = 2.0
"""How long a process group may take to end by itself before it is killed."""

WATCH_SECONDS = 0.5
"""How often a running child is looked at."""

LOG_BYTES = 256 * 1024 * 1024
"""How long the log of one child may grow: it must not fill the disk."""

WATCHDOG = [sys.executable, "-I", "-S", str(Path(__file__).with_name("watchdog.py"))]


class TooMuchOutputError(Exception):
    """A job wrote more to its log than there is room for."""


@dataclass(frozen=True)
class Process:
    """A running child with a process group of its own."""

    popen: subprocess.Popen[bytes]
    mark: str = ""
    log: Path = Path(os.devnull)
    alone: bool = True
    """Whether nothing else has its mark, so that what has it ends with this process."""

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def stop(self) -> None:
        """End the whole group: terminate, then kill what is left of it, and what has left it."""
        _signal_group(self.popen, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(GRACE_SECONDS)
        _signal_group(self.popen, signal.SIGKILL)
        self.popen.wait()
        if self.alone:
            kin.end({self.mark})

    def wait(self, seconds: float | None = None, memory: int | None = None) -> int:
        """Wait for the end and give the exit status (negative: the signal that ended it).

        Raises:
            subprocess.TimeoutExpired: it lives after so many seconds.
            OutOfMemoryError: it and its children hold more than so many bytes.
            TooMuchOutputError: its log has grown too long.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            left = WATCH_SECONDS if deadline is None else min(WATCH_SECONDS, deadline - time.monotonic())
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.popen.wait(max(left, 0))
            if deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired(self.popen.args, seconds or 0)
            if memory is not None and kin.resident(self.popen.pid, self.mark) > memory:
                raise OutOfMemoryError
            if self.log.stat().st_size > LOG_BYTES:
                raise TooMuchOutputError


class Processes:
    """Starts children in process groups and stops all of them at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[Process] = set()
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether the server is stopping."""
        return self._closed

    def start(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], log: Path, mark: str = ""
    ) -> Process:
        """Start a child with this environment; standard output and error are appended to `log`.

        Several children with one `mark` belong together: what they leave behind lives until `end_kin`.

        Raises:
            RuntimeError: the server is stopping.
        """
        own = mark or uuid.uuid4().hex
        log.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, log.open("ab") as output:
            if self._closed:
                raise RuntimeError("the embedded AWS is stopping")
            self._keep_watch()
            self._tell(f"?{own}")
            try:
                popen = subprocess.Popen(  # noqa: S603 - running a project's own code is what this is for
                    list(argv),
                    cwd=cwd,
                    env={**environment, kin.MARK: own},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except BaseException:
                self._tell(f"!{own}")
                raise
            process = Process(popen, own, log, alone=not mark)
            self._running.add(process)
            self._tell(f"+{popen.pid} {own}")
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
            return process.wait(timeout)
        finally:
            self.stop(process)

    def stop(self, process: Process) -> None:
        """End one child with everything it started."""
        process.stop()
        with self._lock:
            self._running.discard(process)
            self._tell(f"-{process.popen.pid}")

    def end_kin(self, mark: str) -> None:
        """End what children with this mark left behind, wherever it went."""
        kin.end({mark})

    def close(self) -> None:
        """End all children, in the time that one of them may take, and refuse new ones."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            _signal_group(process.popen, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.popen.wait(max(deadline - time.monotonic(), 0))
            _signal_group(process.popen, signal.SIGKILL)
            process.popen.wait()
        kin.end({process.mark for process in running})
        self._dismiss()

    def _keep_watch(self) -> None:
        """Start the watchdog before the first child, so that no child is without; the caller holds the lock."""
        if self._watchdog is None:
            self._watchdog = subprocess.Popen(  # noqa: S603 - our own file
                WATCHDOG, stdin=subprocess.PIPE, start_new_session=True
            )

    def _tell(self, line: str) -> None:
        """Tell the watchdog of a group; the caller holds the lock."""
        pipe = self._watchdog.stdin if self._watchdog else None
        if pipe and not pipe.closed:
            with contextlib.suppress(BrokenPipeError):  # somebody ended the watchdog; children end with `close` still
                pipe.write(f"{line}\n".encode())
                pipe.flush()

    def _dismiss(self) -> None:
        with self._lock:
            watchdog = self._watchdog
            if watchdog and watchdog.stdin:
                with contextlib.suppress(BrokenPipeError):
                    watchdog.stdin.close()
        if watchdog:
            watchdog.wait()


def _signal_group(popen: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group outlives its leader when a grandchild does, so it is signalled even after the leader has ended.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(popen.pid, number)
