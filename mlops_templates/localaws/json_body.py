"""The JSON protocol: a body read strictly and compared with the types of its shape, in AWS's words."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

FAR = 253_402_300_800
"""Seconds from 1970 to the year 10000, which no timestamp reaches."""

WORDS = {"string": "String", "integer": "Integer", "long": "Long", "float": "Float", "double": "Double"}
RANGES = {"integer": 2**31, "long": 2**63}


def check(body: bytes, shape: Any) -> None:
    """Refuse a body that is not one JSON object, or whose values are not of the types of the shape.

    Raises:
        AwsError: SerializationException.
    """
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        if not isinstance(document, dict):
            raise ValueError("Unexpected value type in payload")
        if shape is not None:
            _structure(shape, document)
    except RecursionError as error:
        raise AwsError("SerializationException", "The body is nested too deeply") from error
    except ValueError as error:
        raise AwsError("SerializationException", f"{error}"[:500]) from error


def _check(shape: Any, value: Any) -> None:
    if value is None:
        return
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            raise ValueError(f"{_told(value)} can not be converted to a structure")
        _structure(shape, value)
    elif kind == "map":
        if not isinstance(value, dict):
            raise ValueError(f"{_told(value)} can not be converted to a map")
        for key, member in value.items():
            _check(shape.key, key)
            _check_item(shape.value, member)
    elif kind == "list":
        if not isinstance(value, list):
            raise ValueError("Expected list or null")
        for member in value:
            _check_item(shape.member, member)
    else:
        _scalar(kind, value)


def _check_item(shape: Any, value: Any) -> None:
    if value is None:
        raise ValueError("Unexpected null in a list or map")
    _check(shape, value)


def _structure(shape: Any, value: Document) -> None:
    if getattr(shape, "is_document_type", False):
        return
    for name, member in shape.members.items():
        _check(member, value.get(member.serialization.get("name", name)))


def _scalar(kind: str, value: Any) -> None:
    if isinstance(value, dict | list):
        raise ValueError("Start of structure or map found where not expected.")
    if kind == "boolean":
        fits = isinstance(value, bool)
    elif kind in ("integer", "long"):
        fits = type(value) is int and -RANGES[kind] <= value < RANGES[kind]
    elif kind in ("float", "double"):
        fits = type(value) in (int, float) and _finite(value)
    elif kind == "timestamp":
        fits = type(value) in (int, float) and -FAR < value < FAR
    else:
        fits = isinstance(value, str)
    if not fits:
        raise ValueError(f"{_told(value)} can not be converted to {WORDS.get(kind, kind.capitalize())}")
    if isinstance(value, str):
        value.encode("utf-8")  # half of a surrogate pair is no character
    if kind == "blob":
        base64.b64decode(value, validate=True)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _told(value: Any) -> str:
    """What was found, as AWS calls it."""
    if isinstance(value, bool):
        return "TRUE_VALUE" if value else "FALSE_VALUE"
    if isinstance(value, str):
        return "STRING_VALUE"
    return (
        "NUMBER_VALUE"
        if isinstance(value, int | float)
        else "START_OBJECT"
        if isinstance(value, dict)
        else "START_ARRAY"
    )


def _no_constant(word: str) -> float:
    raise ValueError(f"Unexpected token {word}")
