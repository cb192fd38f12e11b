"""JSON Schema, draft 4, as far as request models use it. A keyword that is not judged here is refused."""

import re
from collections.abc import Callable
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

SAID = frozenset({"$schema", "id", "title", "description", "default", "format", "example"})
"""Keywords that judge nothing. (A format is not looked at.)"""

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}

LIMITS: dict[str, tuple[type | tuple[type, ...], Callable[[Any, Any], bool]]] = {
    "minimum": ((int, float), lambda value, limit: value >= limit),
    "maximum": ((int, float), lambda value, limit: value <= limit),
    "minLength": (str, lambda value, limit: len(value) >= limit),
    "maxLength": (str, lambda value, limit: len(value) <= limit),
    "pattern": (str, lambda value, limit: re.search(limit, value) is not None),
    "minItems": (list, lambda value, limit: len(value) >= limit),
    "maxItems": (list, lambda value, limit: len(value) <= limit),
    "minProperties": (dict, lambda value, limit: len(value) >= limit),
    "maxProperties": (dict, lambda value, limit: len(value) <= limit),
    "required": (dict, lambda value, limit: set(limit) <= set(value)),
}
"""Keywords that judge values of one kind."""

NESTED = frozenset({"properties", "additionalProperties", "items"})


def check_schema(schema: Any) -> None:
    """Refuse what is no schema, or one that asks for more than is judged here.

    Raises:
        ValueError: it is no schema.
        AwsError: NotEmulated.
    """
    if not isinstance(schema, dict):
        raise ValueError("Invalid model schema specified")
    for keyword in schema:
        if keyword not in {*SAID, *LIMITS, *NESTED, "type", "enum"}:
            raise not_emulated(f"the keyword {keyword} of a model")
    kinds = schema.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in TYPES:
            raise ValueError(f"Unknown type {kind!r}")
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    for part in inner:
        if part is not None and not isinstance(part, bool):
            check_schema(part)


def fits(value: Any, schema: Document) -> bool:
    """Whether a value is what a schema says."""
    kinds = schema.get("type")
    listed = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    if listed and not any(TYPES[kind](value) for kind in listed):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    return _within(value, schema) and _members_fit(value, schema) and _items_fit(value, schema)


def _within(value: Any, schema: Document) -> bool:
    return all(
        holds(value, schema[keyword])
        for keyword, (kind, holds) in LIMITS.items()
        if keyword in schema and isinstance(value, kind) and not isinstance(value, bool)
    )


def _members_fit(value: Any, schema: Document) -> bool:
    if not isinstance(value, dict):
        return True
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, member in value.items():
        rule = known.get(name, others)
        if rule is False or (isinstance(rule, dict) and not fits(member, rule)):
            return False
    return True


def _items_fit(value: Any, schema: Document) -> bool:
    rule = schema.get("items")
    return not isinstance(value, list) or not isinstance(rule, dict) or all(fits(item, rule) for item in value)
