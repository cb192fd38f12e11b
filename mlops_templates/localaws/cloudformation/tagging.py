"""Tags in the shapes that APIs want."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def tag_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """The form of most services: Key and Value."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def settable_tags(resource: Resource) -> dict[str, str]:
    """All tags but AWS's own, which nobody may set."""
    return {key: value for key, value in resource.tags.items() if not key.startswith("aws:")}


def removed_tags(resource: Resource) -> list[str]:
    """The keys that an update takes away."""
    return [key for key in resource.old_tags if key not in resource.tags]


def own_tags(properties: Document) -> dict[str, str]:
    """The tags that a resource names itself."""
    return {**_map(properties), **{item["Key"]: item["Value"] for item in _pairs(properties)}}


def check_own_tags(properties: Document) -> None:
    """Refuse tags that no service takes; each has words of its own for it, these are those of one.

    Raises:
        AwsError: ValidationException.
    """
    keys = [*_map(properties), *(str(item["Key"]) for item in _pairs(properties))]
    if any(key.lower().startswith("aws:") for key in keys):
        raise AwsError("ValidationException", "aws: prefixed tag key names are not allowed for external use.")
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise AwsError("ValidationException", f"Duplicate tag keys found: {', '.join(twice)}")


def _pairs(properties: Document) -> list[Any]:
    given = properties.get("Tags")
    return [item for item in given if "Key" in item and "Value" in item] if isinstance(given, list) else []


def _map(properties: Document) -> dict[str, str]:
    given = properties.get("Tags")
    return given if isinstance(given, dict) else {}
