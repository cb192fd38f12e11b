"""Runs the commands of a build with bash, one after the other, as if they were typed into one shell.

Each command is a process of its own, so that an `exit` ends the command and not the build. Variables, functions and
the folder that it leaves are there for the next one. What a command starts in the background lives until the build
is over.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mlops_templates.localaws.codebuild.failure import BuildFailure
from mlops_templates.localaws.codebuild.state import Build
from mlops_templates.localaws.memory import OutOfMemoryError
from mlops_templates.localaws.processes import Process, Processes, TooMuchOutputError

KILLED = 137
_RUNNER = Path(__file__).with_name("run_command.sh")


@dataclass
class Shell:
    """The shell of one build."""

    processes: Processes
    build: Build
    folder: Path
    """Where the state between commands is kept."""
    cwd: Path
    variables: Mapping[str, str]
    deadline: float
    """On the monotonic clock: what runs then is killed."""
    memory: int | None = None
    """Bytes that a command and its children may hold; the machine of AWS kills what takes more."""
    _left: list[Process] = field(default_factory=list)

    def run(self, command: str) -> int:
        """Run one command, write its output to the log, give its exit status.

        Raises:
            BuildFailure: the build was stopped, or its time is over.
        """
        script = self.folder / "script.sh"
        script.write_text(f"{command}\n", encoding="utf-8")
        return self._run(script)

    def exported(self, names: Sequence[str]) -> dict[str, str]:
        """The values of those variables that are set and exported."""
        values = self.folder / "values"
        script = self.folder / "export.sh"
        script.write_text(f"env -0 > '{values}'\n", encoding="utf-8")
        self._run(script)
        pairs = (
            each.split("=", 1) for each in values.read_text(encoding="utf-8", errors="replace").split("\0") if each
        )
        found = dict(pairs)
        return {name: found[name] for name in names if name in found}

    def tell(self, name: str, value: str) -> None:
        """Set an exported variable for the commands to come."""
        with (self.folder / "state.sh").open("a", encoding="utf-8") as state:
            state.write(f"declare -x {name}={shlex.quote(value)}\n")

    def close(self) -> None:
        """End what the commands left running."""
        for process in self._left:
            self.processes.stop(process)
        self.processes.end_kin(self.build.uuid)

    def _run(self, script: Path) -> int:
        if self.build.running.stopping.is_set():
            raise BuildFailure("BUILD_STOPPED", "Build was stopped", status="STOPPED")
        argv = ["bash", str(_RUNNER), str(self.folder / "state.sh"), str(script)]
        process = self.processes.start(
            argv, cwd=self.cwd, environment=self.variables, log=self.build.log, mark=self.build.uuid
        )
        self.build.running.process = process
        if self.build.running.stopping.is_set():  # it was asked for before there was a process to end
            self.processes.stop(process)
        try:
            status = process.wait(max(self.deadline - time.monotonic(), 0), self.memory)
        except subprocess.TimeoutExpired:
            raise BuildFailure("BUILD_TIMED_OUT", "Build has timed out.", status="TIMED_OUT") from None
        except OutOfMemoryError:
            status = KILLED
        except TooMuchOutputError:
            raise BuildFailure("COMMAND_EXECUTION_ERROR", "The log of the build has grown too long") from None
        finally:
            self.build.running.process = None
            self._keep_or_end(process)
        if self.build.running.stopping.is_set():
            raise BuildFailure("BUILD_STOPPED", "Build was stopped", status="STOPPED")
        return status

    def _keep_or_end(self, process: Process) -> None:
        """Let the background processes of a command that has ended go on; end everything else."""
        if not process.alive and _group_lives(process):
            self._left.append(process)
        else:
            self.processes.stop(process)


def _group_lives(process: Process) -> bool:
    try:
        os.killpg(process.popen.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
