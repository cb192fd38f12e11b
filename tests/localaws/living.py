"""Whether a process lives."""

from __future__ import annotations

import os
from pathlib import Path


def lives(pid: int) -> bool:
    """Whether it is there and not only waits to be forgotten."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:  # it ended meanwhile
        return False
    except FileNotFoundError:  # it ended meanwhile, or this is a system without /proc
        return not Path("/proc/self").exists()
