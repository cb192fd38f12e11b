"""Deleting SageMaker resources that may be gone already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

_WORDS = ("does not exist", "Could not find", "Cannot find")


@contextmanager
def gone_from_sagemaker() -> Iterator[None]:
    """Ignore that something does not exist, which SageMaker says in words under a general error code."""
    try:
        yield
    except ClientError as error:
        if not any(words in error.response["Error"].get("Message", "") for words in _WORDS):
            raise
