"""What the log of a job says."""

from pathlib import Path

TAIL = 64 * 1024
"""Bytes of the end of a log in which its last line is looked for."""


def last_error_line(log: Path) -> str:
    """The last line that says something: of a traceback, the error itself."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(file.seek(0, 2) - TAIL, 0))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
