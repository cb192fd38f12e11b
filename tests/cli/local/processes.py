"""Which processes run, for tests that leave none behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

PROC = Path("/proc")


def heeds_ctrl_c() -> None:
    """For a child of a test: a shell that runs the tests in the background has them, and so it, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def processes_naming(folder: Path) -> list[str]:
    """Command lines of other processes that name a folder."""
    return [line for line in _command_lines() if str(folder) in line]


def group_lives(group: int) -> bool:
    """Whether a process group has members that run; what has ended and waits for its parent does not count."""
    return any(int(of) == group and not state.startswith("Z") for of, state in _groups_and_states())


def _groups_and_states() -> list[tuple[str, str]]:
    if not PROC.is_dir():
        listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        return [(words[0], words[1]) for words in map(str.split, listed.splitlines())]
    facts = [_read(path).rpartition(")")[2].split() for path in PROC.glob("[0-9]*/stat")]
    return [(words[2], words[0]) for words in facts if words]


def _command_lines() -> list[str]:
    if not PROC.is_dir():
        return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
    others = [path for path in PROC.glob("[0-9]*/cmdline") if path.parent.name != str(os.getpid())]
    return [line for path in others if (line := _read(path))]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it ended meanwhile
        return ""
