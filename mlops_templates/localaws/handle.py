"""Start, find and stop an embedded AWS that runs as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import extra
from mlops_templates.localaws.claim import is_claimed
from mlops_templates.localaws.keeping.store import Store

READY = "server.json"
"""Written into the state folder when the server answers, removed when it stops."""

START_SECONDS = 60.0
STOP_SECONDS = 60.0


@dataclass(frozen=True)
class LocalAws:
    """A running embedded AWS: its address, process, state folder and the variables with which clients reach it."""

    url: str
    pid: int
    state: Path
    environment: dict[str, str]
    keeps: bool = True
    """Whether what it knows outlives it."""
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)
    """The server's process when this process started it."""

    @property
    def running(self) -> bool:
        return _alive(self.pid) and is_claimed(self.state) and (self.state / READY).exists()

    def stop(self) -> None:
        """Ask the server to end, with every job and endpoint, and wait until it has.

        Raises:
            MlopsTemplatesError: it is still there after a minute.
        """
        if (self.child and self.child.poll() is not None) or not is_claimed(self.state):
            return  # it has ended, and its number may be that of another process by now
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while _alive(self.pid):
            if time.monotonic() > deadline:
                raise MlopsTemplatesError(f"the embedded AWS (process {self.pid}) does not stop; end it by hand.")
            time.sleep(0.03)
        if self.child:
            self.child.wait()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # A zombie has ended; it only waits for a parent that may never ask.
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:  # a system without /proc
        return True


def holds_state(state: Path) -> bool:
    """Whether an embedded AWS kept its state in a folder."""
    return Store(state).used


def attach(state: Path) -> LocalAws | None:
    """The embedded AWS that runs on a state folder; None when there is none."""
    try:
        facts = json.loads((state / READY).read_text(encoding="utf-8"))
        found = LocalAws(facts["url"], facts["pid"], state, facts["environment"], facts["keeps"])
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return found if found.running else None


def launch(
    state: Path,
    port: int = 0,
    region: str = "us-east-1",
    *,
    tied: bool = False,
    keep: bool = True,
    fresh: bool = False,
) -> LocalAws:
    """Start an embedded AWS as a process of its own and wait until it answers.

    It goes on from what an earlier one kept in the folder, unless it is to be `fresh`. With `tied` it ends when the
    process that started it does, however that one ends; without `keep` its state ends with it, too.

    Raises:
        MlopsTemplatesError: it is not installed, one already runs on this folder, or it did not come up; the message
            carries its last words.
    """
    extra.require()
    if attach(state):
        stop = f"mlops-templates local stop --state {shlex.quote(str(state))}"
        raise MlopsTemplatesError(f"an embedded AWS already runs on {state}. Stop it: {stop}")
    state.mkdir(parents=True, exist_ok=True)
    (state / READY).unlink(missing_ok=True)
    words = state / "start.log"
    argv = [sys.executable, "-m", "mlops_templates.localaws", str(state), "--port", str(port), "--region", region]
    argv += ["--tied-to", str(os.getpid())] if tied else []
    argv += ["--fresh"] if fresh else []
    argv += [] if keep else ["--forgetful"]
    with words.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own module
            argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    return _wait_until_ready(process, state, words)


def _wait_until_ready(process: subprocess.Popen[bytes], state: Path, words: Path) -> LocalAws:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if (found := attach(state)) and found.pid == process.pid:
            return replace(found, child=process)
        if process.poll() is not None:
            text = words.read_text(encoding="utf-8", errors="replace").strip()
            raise MlopsTemplatesError(
                text.rpartition("mlops-templates: error: ")[2] or "the embedded AWS ended at once"
            )
        time.sleep(0.03)
    process.kill()
    process.wait()
    raise MlopsTemplatesError(f"the embedded AWS did not answer within {START_SECONDS:.0f} s; see {words}")


@contextlib.contextmanager
def local_aws(state: Path, port: int = 0, region: str = "us-east-1", *, keep: bool = True) -> Iterator[LocalAws]:
    """An embedded AWS for the length of a `with` block; without `keep` its state ends with it."""
    aws = launch(state, port, region, tied=True, keep=keep)
    try:
        yield aws
    finally:
        aws.stop()
