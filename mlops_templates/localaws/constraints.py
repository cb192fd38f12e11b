"""Lengths, ranges, patterns and enums of a request, after botocore's service models, refused in AWS's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.wire import service_model

WORDS = 1000
"""How much of a value an answer repeats."""
TESTED = 100_000
"""A longer text is not compared with a pattern that sets no limit itself: that could take minutes."""


def check(service: str, action: str, request: Document, error: str = "ValidationException") -> None:
    """Refuse a request that breaks a constraint of the action's input shape.

    Raises:
        AwsError: with code `error`, listing every broken constraint as AWS does.
    """
    shape = service_model(service).operation_model(action).input_shape
    broken = list(_structure(shape, request, "")) if shape is not None else []
    if broken:
        raise AwsError(error, _listed(broken))


def require(service: str, action: str, request: Document) -> None:
    """Refuse a request that lacks a member, for services that have words of their own for everything else.

    Raises:
        AwsError: the exception that the service has for this member, or for any bad input.
    """
    model: Any = service_model(service)
    shape = model.operation_model(action).input_shape
    for path, name in _missing(shape, request, "") if shape is not None else ():
        candidates = (f"{name[:1].upper()}{name[1:]}RequiredException", "InvalidInputException")
        error = next((each for each in candidates if each in model.shape_names), "ValidationException")
        raise AwsError(error, _listed([_sentence(None, path, "not be null")]))


def _listed(broken: list[str]) -> str:
    count = "1 validation error" if len(broken) == 1 else f"{len(broken)} validation errors"
    return f"{count} detected: {'; '.join(broken)}"


def _missing(shape: Any, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Path and name of every member that must be there and is not."""
    if shape.type_name == "structure" and isinstance(value, dict):
        yield from ((_step(path, name), name) for name in shape.required_members if value.get(name) is None)
        for name, member in value.items():
            if name in shape.members:
                yield from _missing(shape.members[name], member, _step(path, name))
    elif shape.type_name == "list" and isinstance(value, list):
        for number, member in enumerate(value, start=1):
            yield from _missing(shape.member, member, f"{path}.{number}.member")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, member in value.items():
            yield from _missing(shape.value, member, f"{path}.{key}.member")


def _broken(shape: Any, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure" and isinstance(value, dict):
        yield from _structure(shape, value, path)
    elif shape.type_name == "list" and isinstance(value, list):
        yield from _size(shape, value, path)
        for number, member in enumerate(value, start=1):
            yield from _broken(shape.member, member, f"{path}.{number}.member")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, member in value.items():
            yield from _broken(shape.key, key, path)
            yield from _broken(shape.value, member, f"{path}.{key}.member")
    elif shape.type_name == "string" and isinstance(value, str):
        yield from _text(shape, value, path)
    elif shape.type_name in ("integer", "long") and isinstance(value, int):
        yield from _range(shape, value, path)


def _structure(shape: Any, value: Document, path: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield _sentence(None, _step(path, name), "not be null")
    for name, member in value.items():
        if name in shape.members and member is not None:
            yield from _broken(shape.members[name], member, _step(path, name))


def _step(path: str, name: str) -> str:
    step = name[:1].lower() + name[1:]
    return f"{path}.{step}" if path else step


def _text(shape: Any, value: str, path: str) -> Iterator[str]:
    enum = getattr(shape, "enum", None)
    if enum and value not in enum:
        yield _sentence(value, path, f"satisfy enum value set: [{', '.join(enum)}]")
    yield from _size(shape, value, path)
    pattern = shape.metadata.get("pattern")
    most = shape.metadata.get("max", TESTED)
    if pattern and len(value) <= most and not _matches(pattern, value):
        yield _sentence(value, path, f"satisfy regular expression pattern: {pattern}")


def _size(shape: Any, value: str | list[Any], path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and len(value) < least:
        yield _sentence(value, path, f"have length greater than or equal to {least}")
    if most is not None and len(value) > most:
        yield _sentence(value, path, f"have length less than or equal to {most}")


def _range(shape: Any, value: int, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        yield _sentence(value, path, f"have value greater than or equal to {least}")
    if most is not None and value > most:
        yield _sentence(value, path, f"have value less than or equal to {most}")


def _sentence(value: object, path: str, constraint: str) -> str:
    told = "null" if value is None else f"'{f'{value}'[:WORDS]}'"
    return f"Value {told} at '{path}' failed to satisfy constraint: Member must {constraint}"


def _matches(pattern: str, value: str) -> bool:
    """Whether AWS's pattern fits; one with Unicode classes, which Python does not read, are taken as fitting."""
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error:
        return True
