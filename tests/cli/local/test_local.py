"""The embedded AWS as a person starts, uses and stops it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlops_templates.localaws import LocalAws, attach, launch
from tests.cli.local.processes import heeds_ctrl_c, processes_naming
from tests.waiting import until

CLI = [sys.executable, "-m", "mlops_templates.cli"]
GET_CALLER = ["aws", "sts", "get-caller-identity", "--query", "Account", "--output", "text"]


def cli(*words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": tools if path is None else path}
    return subprocess.run([*CLI, *words], capture_output=True, text=True, check=False, env=environment, timeout=120)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LocalAws]:
    aws = launch(tmp_path / "state")
    yield aws
    aws.stop()


def test_run_gives_the_command_an_account_and_ends_as_the_command_ends(tmp_path: Path) -> None:
    done = cli("local", "run", "--state", str(tmp_path), "--", *GET_CALLER)
    assert (done.returncode, done.stdout.strip()) == (0, "123456789012")
    assert cli("local", "run", "--", sys.executable, "-c", "raise SystemExit(7)").returncode == 7
    assert processes_naming(tmp_path) == []


def test_run_hides_the_persons_own_aws_settings() -> None:
    script = "import os; print(os.environ.get('AWS_PROFILE'), os.environ['AWS_ENDPOINT_URL'])"
    os.environ["AWS_PROFILE"] = "my-company"
    try:
        done = cli("local", "run", "--", sys.executable, "-c", script)
    finally:
        del os.environ["AWS_PROFILE"]
    assert done.stdout.startswith("None http://127.0.0.1:")


def test_a_command_that_is_not_there_is_one_line_and_exit_2() -> None:
    done = cli("local", "run", "--", "no-such-command-here")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["mlops-templates: error: no-such-command-here: no such command. Is it on PATH?"]


def test_a_taken_port_is_one_line_and_exit_2(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = cli("local", "start", "--state", str(tmp_path), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "is taken" in done.stderr


def test_a_machine_without_git_is_one_line_and_exit_2(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    done = cli("local", "start", "--state", str(tmp_path / "state"), path=str(tools))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "git" in done.stderr


def test_a_state_folder_that_cannot_be_made_is_one_line_and_exit_2() -> None:
    done = cli("local", "start", "--state", f"{os.devnull}/state")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"mlops-templates: error: {os.devnull}/state")
    assert "Name another place" in line


def test_what_start_tells_can_be_pasted_whatever_the_folder_is_called(tmp_path: Path) -> None:
    state = tmp_path / "it's my state"
    told = dict(line.split(":", 1) for line in cli("local", "start", "--state", str(state)).stdout.splitlines()[1:])
    try:
        tools = {"HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        lines = ["bash", "-euc", f"{told['Use it']}\n{' '.join(GET_CALLER)}\n{told['Stop it']}"]
        done = subprocess.run(lines, capture_output=True, text=True, check=False, env=tools, timeout=120)
    finally:
        if left := attach(state):
            left.stop()
    assert done.stdout.splitlines()[:1] == ["123456789012"], done.stderr
    assert left is None


def test_start_status_env_and_stop_are_one_life(tmp_path: Path) -> None:
    state = ["--state", str(tmp_path / "state")]
    assert cli("local", "status", *state).returncode == 1
    started = cli("local", "start", *state)
    assert started.returncode == 0, started.stderr
    try:
        facts = json.loads(cli("local", "status", "--output", "json", *state).stdout)
        script = f'eval "$({shlex.join([*CLI, "local", "env", *state])})" && exec {" ".join(GET_CALLER)}'
        tools = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        account = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, env=tools).stdout
        again = cli("local", "start", *state)
    finally:
        stopped = cli("local", "stop", *state)
    assert facts["running"] and "sagemaker" in facts["services"]
    assert account.strip() == "123456789012"
    assert again.returncode == 2 and "already runs" in again.stderr
    assert stopped.returncode == 0 and processes_naming(tmp_path) == []
    assert cli("local", "stop", *state).returncode == 0


def outward_address() -> str:
    """That of this machine in its network; without a network, one of loopback at which nothing listens on purpose."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address faces the network
        except OSError:
            return "127.0.0.2"
        return str(probe.getsockname()[0])


def test_it_listens_on_loopback_only(running: LocalAws) -> None:
    port = int(running.url.rpartition(":")[2])
    with socket.socket() as visitor, pytest.raises(ConnectionRefusedError):
        visitor.connect((outward_address(), port))


def test_two_at_once_do_not_see_each_other(tmp_path: Path, running: LocalAws) -> None:
    other = launch(tmp_path / "other")
    try:
        for aws, name in ((running, "mine"), (other, "yours")):
            make = ["aws", "s3", "mb", f"s3://{name}"]
            subprocess.run(make, check=True, capture_output=True, env={**os.environ, **aws.environment})
        listing = ["aws", "s3", "ls"]
        seen = subprocess.run(
            listing, check=True, capture_output=True, text=True, env={**os.environ, **other.environment}
        ).stdout
    finally:
        other.stop()
    assert "yours" in seen and "mine" not in seen


def test_the_server_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    state = tmp_path / "state"
    argv = [*CLI, "local", "run", "--state", str(state), "--", "sleep", "600"]
    with subprocess.Popen(argv, start_new_session=True) as process:
        while attach(state) is None:
            assert process.poll() is None
            time.sleep(0.05)
        aws = attach(state)
        os.killpg(process.pid, signal.SIGKILL)
    assert aws is not None
    until(lambda: not aws.running, "the end of the server")


def test_ctrl_c_leaves_no_process(tmp_path: Path) -> None:
    state, begun = tmp_path / "state", tmp_path / "begun"
    # No shell: one whose child has just ended takes a Ctrl-C for handled by it, and goes on.
    heed = "signal.signal(signal.SIGINT, signal.SIG_DFL)"
    sleeper = f"import pathlib, signal, sys, time; {heed}; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    argv = [*CLI, "local", "run", "--state", str(state), "--", sys.executable, "-c", sleeper, str(begun)]
    with subprocess.Popen(argv, start_new_session=True, preexec_fn=heeds_ctrl_c) as process:
        while not begun.exists():
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=180) == 128 + signal.SIGINT
    assert processes_naming(state) == []


def test_aws_is_on_path_for_these_tests() -> None:
    assert shutil.which("aws", path=str(Path(sys.executable).parent))
