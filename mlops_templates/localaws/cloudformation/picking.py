"""Taking some properties out of a resource's properties."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mlops_templates.localaws.document import Document


def picked(properties: Document, names: Iterable[str]) -> Document:
    """The named properties that are there."""
    return {name: properties[name] for name in names if name in properties}


def policy_text(document: Any) -> str:
    """A policy, given as an object or as text, as the text that APIs take."""
    return document if isinstance(document, str) else json.dumps(document)
