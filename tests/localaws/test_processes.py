"""Child processes end with the server, however that ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mlops_templates.localaws.processes import Process, Processes
from tests.cli.local.processes import group_lives

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


def start(processes: Processes, folder: Path, *argv: str) -> Process:
    return processes.start(argv, cwd=folder, environment=os.environ, log=folder / f"{time.monotonic_ns()}.log")


def test_a_server_that_is_killed_takes_its_children_with_it(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", SERVER, str(tmp_path), STUBBORN]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        groups = [int(line) for line in server.stdout]
    assert len(groups) == 2
    deadline = time.monotonic() + 60
    while any(group_lives(group) for group in groups):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_stubborn_children_are_ended_together(tmp_path: Path) -> None:
    processes = Processes()
    children = [start(processes, tmp_path, "bash", "-c", STUBBORN) for _ in range(6)]
    while sum("ready" in log.read_text() for log in tmp_path.glob("*.log")) < len(children):
        time.sleep(0.02)
    begun = time.monotonic()
    processes.close()
    assert not any(child.alive for child in children)
    assert time.monotonic() - begun < 11, "each child was waited for alone"


def test_a_closed_server_starts_nothing_more(tmp_path: Path) -> None:
    processes = Processes()
    processes.close()
    assert processes.closed
    with pytest.raises(RuntimeError, match="stopping"):
        start(processes, tmp_path, "true")
