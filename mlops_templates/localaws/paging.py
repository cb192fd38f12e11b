"""Lists in pages, with an opaque token, as every AWS list answers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

Item = TypeVar("Item")


def page(
    items: Sequence[Item],
    request: Document,
    *,
    size_key: str = "MaxResults",
    token_key: str = "NextToken",  # noqa: S107 - the name of a request member, not a password
    default: int = 100,
    error: str = "ValidationException",
) -> tuple[list[Item], str | None]:
    """Cut the page that `request` asks for; the token for the next page is None on the last one.

    Raises:
        AwsError: with code `error` when the token is not one that an earlier page gave.
    """
    start = _offset(request.get(token_key), error)
    end = start + int(request.get(size_key) or default)
    return list(items[start:end]), _token(end) if end < len(items) else None


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"offset:{offset}".encode()).decode()


def _offset(token: str | None, error: str) -> int:
    if not token:
        return 0
    try:
        word, _, offset = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
        if word == "offset":
            return int(offset)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise AwsError(error, "The pagination token is invalid")
