"""Lists in pages, with Service Catalog's names for size and token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page

Item = TypeVar("Item")


def page_of(items: Sequence[Item], request: Document) -> tuple[list[Item], str | None]:
    """The page that the request asks for, and the token of the next."""
    return page(
        items,
        request,
        size_key="PageSize",
        token_key="PageToken",  # noqa: S106 - the name of a request member
        default=20,
        error="InvalidParametersException",
    )
