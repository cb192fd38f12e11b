"""Child processes end with the server, however that ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from mlops_templates.localaws.processes import Process, Processes
from tests.cli.local.processes import group_lives
from tests.waiting import until

STUBBORN = "trap '' TERM; echo ready; while true; do sleep 0.2; done"
SERVER = """
import os, signal, sys
from pathlib import Path
from mlops_templates.localaws.processes import Processes
processes, folder = Processes(), Path(sys.argv[1])
stopped = processes.start(["sleep", "300"], cwd=folder, environment=os.environ, log=folder / "log")
processes.stop(stopped)
for words in (["bash", "-c", "sleep 300 & sleep 300"], ["bash", "-c", sys.argv[2]]):
    started = processes.start(words, cwd=folder, environment=os.environ, log=folder / "log")
    print(started.popen.pid, flush=True)
while "ready" not in (folder / "log").read_text():
    pass
os.kill(os.getpid(), signal.SIGKILL)
"""

AT_THE_WRONG_MOMENT = """
import os, signal, sys
from pathlib import Path
from mlops_templates.localaws.processes import Processes

class Killed(Processes):
    def _tell(self, line):
        if line.startswith("+"):
            print(line[1:].split()[0], flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        super()._tell(line)

folder = Path(sys.argv[1])
Killed().start(["sleep", "300"], cwd=folder, environment=os.environ, log=folder / "log")
"""


def start(processes: Processes, folder: Path, *argv: str) -> Process:
    return processes.start(argv, cwd=folder, environment=os.environ, log=folder / f"{time.monotonic_ns()}.log")


def test_a_server_that_is_killed_takes_its_children_with_it(tmp_path: Path) -> None:
    assert len(ended_groups(SERVER, str(tmp_path), STUBBORN)) == 2


def test_a_server_that_is_killed_before_it_tells_of_a_child_takes_it_with_it(tmp_path: Path) -> None:
    assert len(ended_groups(AT_THE_WRONG_MOMENT, str(tmp_path))) == 1


def ended_groups(*script: str) -> list[int]:
    """The groups that a server of this script names, once all of them have ended."""
    with subprocess.Popen([sys.executable, "-c", *script], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        groups = [int(line) for line in server.stdout]
    until(lambda: not any(group_lives(group) for group in groups), "the end of the groups")
    return groups


def test_a_child_that_cannot_start_is_waited_for_by_nobody(tmp_path: Path) -> None:
    processes, lines = Processes(), []
    with mock.patch.object(processes, "_tell", lines.append), pytest.raises(FileNotFoundError):
        start(processes, tmp_path, "no-such-program-here")
    processes.close()
    expected, withdrawn = lines
    assert (expected[0], withdrawn[0], expected[1:]) == ("?", "!", withdrawn[1:])


def test_stubborn_children_are_ended_together(tmp_path: Path) -> None:
    processes = Processes()
    children = [start(processes, tmp_path, "bash", "-c", STUBBORN) for _ in range(12)]
    while sum("ready" in log.read_text() for log in tmp_path.glob("*.log")) < len(children):
        time.sleep(0.02)
    begun = time.monotonic()
    processes.close()
    assert not any(child.alive for child in children)
    assert time.monotonic() - begun < 20, "each child was waited for alone"


def test_a_closed_server_starts_nothing_more(tmp_path: Path) -> None:
    processes = Processes()
    processes.close()
    assert processes.closed
    with pytest.raises(RuntimeError, match="stopping"):
        start(processes, tmp_path, "true")
