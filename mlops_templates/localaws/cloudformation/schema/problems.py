"""What is wrong with properties by their schema, in the words of CloudFormation's validator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlops_templates.localaws.cloudformation.schema.typed import target, types_of
from mlops_templates.localaws.cloudformation.template.unknown import Unknown, causes
from mlops_templates.localaws.document import Document

_PYTHON: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
_NAMES = {bool: "Boolean", dict: "JSONObject", float: "Double", int: "Integer", list: "JSONArray", str: "String"}


def problems(value: Any, schema: Any, root: Document, path: str = "#") -> Iterator[str]:
    """Every breach of the schema; what is not known yet passes."""
    schema = target(schema, root)
    if isinstance(value, Unknown) or (isinstance(value, str) and "{{resolve:" in value):
        return
    kinds = types_of(schema)
    if kinds and not any(_is(value, kind) for kind in kinds):
        wanted = " or ".join(sorted(kinds))
        yield f"{path}: expected type: {wanted.capitalize()}, found: {_NAMES.get(type(value), 'Null')}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value} is not a valid enum value"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value} is not {schema['const']}"
    yield from _by_type(value, schema, root, path)
    yield from _combined(value, schema, root, path)


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _PYTHON[kind])


def _by_type(value: Any, schema: Document, root: Document, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _of_object(value, schema, root, path)
    elif isinstance(value, list):
        yield from _of_size(len(value), "Items", schema, path)
        if schema.get("uniqueItems") and _repeats(value):
            yield f"{path}: array items are not unique"
        for index, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), root, f"{path}/{index}")
    elif isinstance(value, str):
        yield from _of_size(len(value), "Length", schema, path)
        if "pattern" in schema and not _matches(schema["pattern"], value):
            yield f"{path}: string [{value}] does not match pattern {schema['pattern']}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield f"{path}: {value} is not greater or equal to {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield f"{path}: {value} is not less or equal to {schema['maximum']}"


def _of_object(value: Document, schema: Document, root: Document, path: str) -> Iterator[str]:
    members, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{path}: required key [{name}] not found"
    yield from _together(value, schema, path)
    for name, item in value.items():
        below = path + f"/{name}"
        if name in members:
            yield from problems(item, members[name], root, below)
        elif found := [inner for pattern, inner in patterns.items() if _matches(pattern, name)]:
            yield from problems(item, found[0], root, below)
        elif schema.get("additionalProperties") is False:
            yield f"{path}: extraneous key [{name}] is not permitted"


def _together(value: Document, schema: Document, path: str) -> Iterator[str]:
    """Members that need or exclude each other: keywords that cfn-lint adds to what AWS states."""
    for name, needed in schema.get("dependentRequired", {}).items():
        for other in needed if name in value else ():
            if other not in value:
                yield f"{path}: property [{other}] is required when [{name}] is given"
    for name, excluded in schema.get("dependentExcluded", {}).items():
        for other in excluded if name in value else ():
            if other in value:
                yield f"{path}: property [{other}] is not permitted beside [{name}]"
    choice = schema.get("requiredXor")
    if choice and len([name for name in choice if name in value]) != 1:
        yield f"{path}: exactly one of {sorted(choice)} is required"


def _repeats(items: list[Any]) -> bool:
    known = [item for item in items if not isinstance(item, Unknown)]
    return any(item in known[:index] for index, item in enumerate(known))


def _of_size(size: int, noun: str, schema: Document, path: str) -> Iterator[str]:
    least, most = schema.get(f"min{noun}", size), schema.get(f"max{noun}", size)
    if size < least:
        yield f"{path}: expected min{noun}: {least}, actual: {size}"
    if size > most:
        yield f"{path}: expected max{noun}: {most}, actual: {size}"


def _combined(value: Any, schema: Document, root: Document, path: str) -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield from problems(value, part, root, path)
    for keyword in ("anyOf", "oneOf"):
        parts = schema.get(keyword, ())
        fitting = [part for part in parts if not any(True for _ in problems(value, part, root, path))]
        if parts and not fitting:
            yield f"{path}: #: no subschema matched out of the total {len(parts)} subschemas"
        if keyword == "oneOf" and len(fitting) > 1 and not any(causes(value)):
            yield f"{path}: #: {len(fitting)} subschemas matched instead of one"


def _matches(pattern: str, value: str) -> bool:
    """Whether a pattern is found; one in a dialect that Python does not read counts as found."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True
