"""A resource of which only a part could be made leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def undone_by(delete: Callable[[], object]) -> Iterator[None]:
    """Delete what was begun when the rest of its creation fails."""
    try:
        yield
    except Exception:
        delete()
        raise
