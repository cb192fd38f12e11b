"""Tags in the shapes that APIs want."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.resource_type import Resource


def tag_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """The form of most services: Key and Value."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def removed_tags(resource: Resource) -> list[str]:
    """The keys that an update takes away."""
    return [key for key in resource.old_tags if key not in resource.tags]
