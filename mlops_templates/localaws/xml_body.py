"""The XML bodies of S3: read before moto reads them, so that none is malformed or made to explode."""

from __future__ import annotations

import functools
from xml.etree import ElementTree
from xml.parsers import expat

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.wire import service_model

LIMIT = 4 * 1024 * 1024
"""Bytes. The longest document names 1,000 keys of 1,024 bytes for deletion."""


@functools.cache
def expected(action: str) -> bool:
    """Whether the body of an operation of S3 is a document and not an object."""
    model = service_model("s3")
    if action not in model.operation_names:
        return False
    shape = model.operation_model(action).input_shape
    payload = shape.serialization.get("payload") if shape is not None else None
    return bool(payload and shape.members[payload].type_name == "structure")


def check(body: bytes) -> None:
    """Refuse a document that is not well-formed or declares entities.

    Raises:
        AwsError: MalformedXML.
    """
    if not body:
        return
    reader = expat.ParserCreate()
    reader.EntityDeclHandler = _refuse_entity
    try:
        reader.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        message = "The XML you provided was not well-formed or did not validate against our published schema"
        raise AwsError("MalformedXML", message) from error


def rows(body: bytes, name: str) -> list[dict[str, str]]:
    """The texts in each element of that name of a document that was checked."""
    found = ElementTree.fromstring(body) if body else ()  # noqa: S314 - checked on arrival
    return [{_bare(child): child.text or "" for child in row} for row in found if _bare(row) == name]


def _bare(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _refuse_entity(*declared: object) -> None:
    raise ValueError("entities are not allowed")
