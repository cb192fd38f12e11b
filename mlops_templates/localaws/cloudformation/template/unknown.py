"""A value that is known only after a resource is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template.references import Reference


@dataclass(frozen=True)
class Unknown:
    """Stands for the whole value in which a reference to an unmade resource takes part."""

    causes: frozenset[Reference]


def causes(value: Any) -> Iterator[Reference]:
    """The references that keep a value from being known."""
    if isinstance(value, Unknown):
        yield from sorted(value.causes, key=lambda cause: (cause.name, cause.attribute or ""))
    elif isinstance(value, list):
        for item in value:
            yield from causes(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from causes(item)
