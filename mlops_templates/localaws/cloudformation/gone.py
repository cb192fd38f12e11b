"""Deleting what may be gone already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError


@contextmanager
def gone_is_fine(*codes: str) -> Iterator[None]:
    """Ignore the named error codes, with which a service says that something does not exist."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"].get("Code") not in codes:
            raise
