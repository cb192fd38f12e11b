"""What differs between the properties a resource has and those it shall have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.schema.resource import known_type, schema_for
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.unknown import causes
from mlops_templates.localaws.document import Document

_ABSENT = object()


@dataclass(frozen=True)
class PropertyChange:
    """One top-level property that changes, or may change because of what it refers to."""

    name: str
    replaces: bool
    causes: tuple[Reference, ...] = ()
    """Empty when the new value is known."""


def property_changes(kind: str, old: Document, new: Document) -> list[PropertyChange]:
    """The changed top-level properties, by name."""
    return [
        PropertyChange(name, _replaces(kind, name, old, new), tuple(causes(new.get(name))))
        for name in sorted(old.keys() | new.keys())
        if old.get(name, _ABSENT) != new.get(name, _ABSENT)
    ]


def _replaces(kind: str, name: str, old: Document, new: Document) -> bool:
    """Whether the change of a property needs a new physical resource."""
    handlers = known_type(kind)
    if handlers.update is None or name in handlers.replace_on:
        return True
    paths = [path.split("/") for path in schema_for(kind).create_only]
    return any(path[0] == name and _at(old, path) != _at(new, path) for path in paths)


def _at(value: Any, path: list[str]) -> Any:
    """The part of a value that a schema path names; a path into a list means the whole list."""
    for step in path:
        if not isinstance(value, dict):
            return value
        value = value.get(step, _ABSENT)
    return value
