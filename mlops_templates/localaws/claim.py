"""The claim of a server on its state folder: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mlops_templates.errors import MlopsTemplatesError

_FILE = "server.lock"
_OWN = ("images", "kept", "repositories", "work")
"""Folders that a server makes here; `work` is of no use to the next one."""

_PATIENCE_SECONDS = 2.0


@contextlib.contextmanager
def claimed(state: Path, *, fresh: bool = True) -> Iterator[None]:
    """Hold the folder for the length of a `with` block; with `fresh`, of an earlier server only the logs stay.

    Raises:
        MlopsTemplatesError: another server holds it, or it holds folders of somebody else that a server would use.
    """
    foreign = [name for name in _OWN if (state / name).exists()] if not (state / _FILE).exists() else []
    if foreign:
        raise MlopsTemplatesError(
            f"{state} has a folder {foreign[0]!r} that is not of an embedded AWS. Choose another folder with --state."
        )
    with (state / _FILE).open("w") as file:
        if not _locked(file):
            raise MlopsTemplatesError(f"an embedded AWS already runs on {state}.")
        for name in _OWN if fresh else ("work",):
            shutil.rmtree(state / name, ignore_errors=True)
        yield


def _locked(file: IO[str]) -> bool:
    """Lock the file, with patience: a child that a killed server was just starting holds it a moment longer."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        else:
            return True


def is_claimed(state: Path) -> bool:
    """Whether a server holds the folder."""
    try:
        with (state / _FILE).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
