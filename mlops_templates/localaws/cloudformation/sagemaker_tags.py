"""Tags of SageMaker resources, given at creation and changed by an update."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.tagging import removed_tags, settable_tags, tag_list
from mlops_templates.localaws.document import Document


def given_tags(resource: Resource) -> list[dict[str, str]]:
    """The tags of a resource as the API takes them."""
    return tag_list(settable_tags(resource))


def retag(call: Call, arn: str, resource: Resource) -> None:
    """Bring the tags of an existing resource to what the template says."""
    sagemaker = call.client("sagemaker")
    if gone := removed_tags(resource):
        sagemaker.delete_tags(ResourceArn=arn, TagKeys=gone)
    if tags := given_tags(resource):
        sagemaker.add_tags(ResourceArn=arn, Tags=tags)


def request_of(resource: Resource, name_key: str = "") -> Document:
    """The properties as a request: with the tags, and with a generated name when the template gives none."""
    request = {**resource.properties, "Tags": given_tags(resource)}
    if name_key:
        request.setdefault(name_key, resource.generated_name())
    return request
