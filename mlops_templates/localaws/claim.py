"""The claim of a server on its state folder: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

_FILE = "server.lock"


@contextlib.contextmanager
def claimed(state: Path) -> Iterator[None]:
    """Hold the folder for the length of a `with` block.

    Raises:
        MlopsTemplatesError: another server holds it.
    """
    with (state / _FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MlopsTemplatesError(f"an embedded AWS already runs on {state}.") from None
        yield


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
