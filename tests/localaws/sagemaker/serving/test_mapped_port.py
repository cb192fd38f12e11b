"""Port 8080 of a container is a free port of this machine, the same for all processes of the container."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mlops_templates.localaws.sagemaker.serving import mapped_port

HOOK = Path(mapped_port.__file__).parent
LISTEN = """
import socket, subprocess, sys
def bound(**options):
    made = socket.socket()
    if options: made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(("0.0.0.0", 8080))
    return made
"""


def run(container: Path, script: str, **more: str) -> str:
    """What a Python of this container prints."""
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HOOK),
        "MAPPED_PORT_FILE": str(container / "port"),
        **more,
    }
    words = [sys.executable, "-c", LISTEN + script]
    return subprocess.run(words, env=variables, check=True, capture_output=True, text=True, timeout=60).stdout


def test_a_server_gets_a_port_that_is_told_and_reached_from_this_machine_only(tmp_path: Path) -> None:
    host, port = run(tmp_path, "print(*bound().getsockname())").split()
    assert (host, port) == ("127.0.0.1", (tmp_path / "port").read_text())
    assert port != "8080"


def test_two_containers_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    script = f"first = bound(); import os; os.environ['MAPPED_PORT_FILE'] = {str(other / 'port')!r}\n"
    script += "bind = 'import socket; socket.socket().bind((\"\", 8080))'\n"
    script += "print(subprocess.run([sys.executable, '-c', bind]).returncode)"
    assert run(tmp_path, script) == "0\n"
    assert (tmp_path / "port").read_text() != (other / "port").read_text()


def test_processes_of_a_container_share_the_port_only_if_they_say_so(tmp_path: Path) -> None:
    script = (
        "first = bound(reuse=True); second = bound(reuse=True); print(first.getsockname() == second.getsockname())\n"
    )
    script += "try: bound()\nexcept OSError as error: print(error.strerror)"
    assert run(tmp_path, script) == "True\nAddress already in use\n"


def test_another_port_is_left_alone(tmp_path: Path) -> None:
    script = "made = socket.socket(); made.bind(('127.0.0.1', 0)); print(made.getsockname()[1] > 0)"
    assert run(tmp_path, script) == "True\n"
    assert not (tmp_path / "port").exists()
