"""Tags of EC2 resources, given at creation and changed by an update."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document


def tagged(kind: str, resource: Resource) -> Document:
    """The part of a creation that gives the tags; without any it is nothing."""
    tags = _given(resource)
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tag_list(tags)}]} if tags else {}


def retag(call: Call, resource: Resource) -> None:
    """Bring the tags of an existing resource to what the template says."""
    ec2, ids = call.client("ec2"), [resource.physical_id]
    if gone := removed_tags(resource):
        ec2.delete_tags(Resources=ids, Tags=[{"Key": key} for key in gone])
    if tags := _given(resource):
        ec2.create_tags(Resources=ids, Tags=tag_list(tags))


def _given(resource: Resource) -> dict[str, str]:
    return {key: value for key, value in resource.tags.items() if not key.startswith("aws:")}
