"""Patch operations: changes of one member each, by its path."""

from collections.abc import Mapping
from typing import Any

from mlops_templates.localaws.apigateway.records import refused
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated


def patch(document: Document, request: Document, members: Mapping[str, type]) -> None:
    """Apply the operations of a request to the members that may be changed, each of its type.

    Raises:
        AwsError: another member is named, or another operation than replace, add or remove.
    """
    for operation in request.get("patchOperations", []):
        path, kind = str(operation.get("path", "")), operation.get("op")
        name = path.removeprefix("/")
        if name not in members:
            raise refused(f"Invalid patch path '{path}' specified for op '{kind}'. Must be one of: {sorted(members)}")
        if kind not in ("replace", "add", "remove") or operation.get("from"):
            raise not_emulated(f"apigateway patch operation {kind}")
        if kind == "remove":
            document.pop(name, None)
        else:
            document[name] = _typed(operation.get("value", ""), members[name])


def _typed(value: str, kind: type) -> Any:
    return value == "true" if kind is bool else kind(value)
