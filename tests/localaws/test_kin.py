"""What a job starts ends with it, wherever it goes; and it holds no more memory than it may."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import kin, memory
from mlops_templates.localaws.memory import GIB, OutOfMemoryError
from mlops_templates.localaws.processes import Process, Processes, TooMuchOutputError
from tests.localaws.living import lives
from tests.waiting import until

DAEMON = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        open(sys.argv[1], "w").write(str(os.getpid()))
        time.sleep(300)
    os._exit(0)
os.wait()
while not (os.path.exists(sys.argv[1]) and open(sys.argv[1]).read()):
    time.sleep(0.01)
"""
NOBODY = 2**22 + 1  # more than the number of any process
EATER = "import time; held = bytearray(150_000_000); time.sleep(600)"


def start(folder: Path, *argv: str, mark: str = "") -> tuple[Processes, Process]:
    processes = Processes()
    environment = {"PATH": os.environ["PATH"]}
    return processes, processes.start(argv, cwd=folder, environment=environment, log=folder / "log", mark=mark)


def daemon(folder: Path) -> int:
    return int((folder / "pid").read_text())


def test_a_daemon_ends_with_the_job_that_started_it(tmp_path: Path) -> None:
    processes, process = start(tmp_path, sys.executable, "-c", DAEMON, str(tmp_path / "pid"))
    assert process.wait(180) == 0
    assert lives(daemon(tmp_path))
    processes.stop(process)
    assert not lives(daemon(tmp_path))
    processes.close()


def test_a_daemon_lives_on_while_others_of_its_mark_are_at_work(tmp_path: Path) -> None:
    processes, process = start(tmp_path, sys.executable, "-c", DAEMON, str(tmp_path / "pid"), mark="a-build")
    process.wait(180)
    processes.stop(process)
    assert lives(daemon(tmp_path))
    processes.end_kin("a-build")
    assert not lives(daemon(tmp_path))
    processes.close()


def test_a_daemon_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    server = f"""
import os, signal, sys
from pathlib import Path
from mlops_templates.localaws.processes import Processes
folder = Path({str(tmp_path)!r})
argv = [sys.executable, "-c", {DAEMON!r} + "time.sleep(300)", str(folder / "pid")]
Processes().start(argv, cwd=folder, environment=os.environ, log=folder / "log")
while not ((folder / "pid").exists() and (folder / "pid").read_text()):
    pass
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", server], check=False, timeout=180)
    until(lambda: not lives(daemon(tmp_path)), "the end of the daemon")


def test_what_was_killed_is_waited_for_until_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    going = [kin.Found(pid=NOBODY, group=NOBODY, mark="a-job", resident=0)]
    looks = [going] * 9 + [[]]
    monkeypatch.setattr(kin, "living", lambda: looks.pop(0))
    kin.end({"a-job"})
    assert looks == []


def test_a_job_that_holds_too_much_memory_is_told_of(tmp_path: Path) -> None:
    processes, process = start(tmp_path, sys.executable, "-c", EATER)
    with pytest.raises(OutOfMemoryError):
        process.wait(180, memory=100_000_000)
    processes.close()


def test_the_memory_of_the_children_counts(tmp_path: Path) -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {EATER!r}], start_new_session=True)"
    processes, process = start(tmp_path, sys.executable, "-c", child)
    with pytest.raises(OutOfMemoryError):
        process.wait(180, memory=100_000_000)
    processes.close()


def test_a_job_within_its_memory_goes_on(tmp_path: Path) -> None:
    processes, process = start(tmp_path, sys.executable, "-c", EATER)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2, memory=GIB)
    processes.close()


def test_a_log_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlops_templates.localaws.processes.LOG_BYTES", 1_000_000)
    processes, process = start(tmp_path, "yes")
    with pytest.raises(TooMuchOutputError):
        process.wait(180)
    processes.close()


@pytest.mark.parametrize(
    ("kind", "gib"),
    [
        ("ml.t3.medium", 4),
        ("ml.m5.large", 8),
        ("ml.m5.xlarge", 16),
        ("ml.m5.12xlarge", 192),
        ("ml.c5.2xlarge", 16),
        ("ml.r5.large", 16),
        ("ml.g4dn.xlarge", 16),
        ("BUILD_GENERAL1_SMALL", 4),
        ("BUILD_GENERAL1_2XLARGE", 144),
    ],
)
def test_the_memory_of_a_type_is_that_of_aws(monkeypatch: pytest.MonkeyPatch, kind: str, gib: int) -> None:
    monkeypatch.setattr("mlops_templates.localaws.memory._machine", lambda: 10_000 * GIB)
    assert memory.limit(kind) == gib * GIB


def test_no_job_gets_more_than_the_machine_has() -> None:
    assert memory.limit("ml.m5.24xlarge") <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@pytest.mark.parametrize(("chosen", "expected"), [("off", None), ("0.5", GIB // 2)])
def test_a_variable_sets_the_memory_of_every_job(
    monkeypatch: pytest.MonkeyPatch, chosen: str, expected: int | None
) -> None:
    monkeypatch.setenv(memory.VARIABLE, chosen)
    assert memory.limit("ml.m5.xlarge") == expected


@pytest.mark.parametrize("chosen", ["much", "-1", "0", "nan"])
def test_a_variable_that_says_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch, chosen: str) -> None:
    monkeypatch.setenv(memory.VARIABLE, chosen)
    with pytest.raises(MlopsTemplatesError, match="give a number of GiB, or off"):
        memory.limit("ml.m5.xlarge")
