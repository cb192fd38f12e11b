"""Values in the types of a schema: templates write numbers and truth values as text too."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.document import Document


def target(schema: Any, root: Document) -> Document:
    """The schema itself, its `$ref` followed."""
    while isinstance(schema, dict) and "$ref" in schema:
        found: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema if isinstance(schema, dict) else {}


def types_of(schema: Document) -> frozenset[str]:
    """The basic types that a schema allows; empty means any."""
    kinds = schema.get("type", [])
    return frozenset([kinds] if isinstance(kinds, str) else kinds)


def typed(value: Any, schema: Any, root: Document) -> Any:
    """The value with text turned into the number or truth value that the schema wants, and the other way round."""
    schema = target(schema, root)
    if isinstance(value, dict):
        members = schema.get("properties", {})
        return {key: typed(item, members.get(key, {}), root) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item, schema.get("items", {}), root) for item in value]
    return _scalar(value, types_of(schema))


def _scalar(value: Any, kinds: frozenset[str]) -> Any:
    if isinstance(value, str) and kinds and "string" not in kinds:
        return _from_text(value, kinds)
    if kinds == {"string"} and isinstance(value, bool):
        return "true" if value else "false"
    if kinds == {"string"} and isinstance(value, int | float):
        return str(value)
    return value


def _from_text(value: str, kinds: frozenset[str]) -> Any:
    if "boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    for kind, number in (("integer", int), ("number", float)):
        if kind in kinds:
            try:
                return number(value)
            except ValueError:
                continue
    return value
