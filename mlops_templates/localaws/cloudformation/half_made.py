"""A resource of which only a part could be made leaves nothing behind."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

logger = logging.getLogger(__name__)


@contextmanager
def undone_by(delete: Callable[[], object]) -> Iterator[None]:
    """Delete what was begun when the rest of its creation fails; that failure is told, not one of the deletion."""
    try:
        yield
    except Exception:
        try:
            delete()
        except ClientError as left:
            logger.warning("a half-made resource stays: %s", left)
        raise
