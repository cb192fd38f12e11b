"""Taking some properties out of a resource's properties."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated


def picked(properties: Document, names: Iterable[str]) -> Document:
    """The named properties that are there."""
    return {name: properties[name] for name in names if name in properties}


def refuse_others(given: Document, honoured: Collection[str], where: str) -> None:
    """Refuse members that a handler would pass over.

    Raises:
        AwsError: NotEmulated.
    """
    if ignored := sorted(set(given) - set(honoured)):
        raise not_emulated(f"{where} with {ignored[0]}")


def policy_text(document: Any) -> str:
    """A policy, given as an object or as text, as the text that APIs take."""
    return document if isinstance(document, str) else json.dumps(document)
