"""Folders that are made once and then shared: by all jobs, all servers and all checkouts of one user."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_COMPLETE = ".complete"


def environments_folder() -> Path:
    """Where environments are cached: `$MLOPS_TEMPLATES_CACHE/environments`, else below the user's cache folder."""
    chosen = os.environ.get("MLOPS_TEMPLATES_CACHE")
    if chosen:
        return Path(chosen) / "environments"
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "mlops-templates" / "environments"


def make_once(folder: Path, make: Callable[[Path], None]) -> bool:
    """Have `make` fill the folder unless it is there already; True if this call made it.

    A folder counts only when its marker is written, which is the last thing done: a killed process leaves nothing
    that anybody would use, and a failed `make` leaves nothing at all.
    """
    if _usable(folder):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder.with_name(f"{folder.name}.lock")):
        if _usable(folder):
            return False
        shutil.rmtree(folder, ignore_errors=True)
        try:
            make(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        (folder / _COMPLETE).touch()
    return True


def _usable(folder: Path) -> bool:
    # The interpreter is a link: it dangles when the user has removed that version of Python.
    return (folder / _COMPLETE).exists() and (folder / "bin" / "python").exists()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
