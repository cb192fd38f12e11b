"""Tags that an update adds and removes."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.document import Document


def tag_changes(resource: Resource) -> Document:
    """`AddTags` and `RemoveTags`, as Service Catalog takes them."""
    new = {key: value for key, value in resource.tags.items() if resource.old_tags.get(key) != value}
    gone = sorted(resource.old_tags.keys() - resource.tags.keys())
    return {"AddTags": [{"Key": key, "Value": value} for key, value in new.items()], "RemoveTags": gone}
