"""AWS::SSM::Parameter."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document

_PASSED = ("AllowedPattern", "DataType", "Description", "Tier", "Type", "Value")


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or f"CFN-{resource.generated_name(120)}"
    call.client("ssm").put_parameter(Name=name, Tags=tag_list(resource.tags), **picked(resource.properties, _PASSED))
    return _made(call, name)


def _update(call: Call, resource: Resource, old: Document) -> Made:
    ssm, name = call.client("ssm"), resource.physical_id
    if picked(old, _PASSED) != picked(resource.properties, _PASSED):
        ssm.put_parameter(Name=name, Overwrite=True, **picked(resource.properties, _PASSED))
    place = {"ResourceType": "Parameter", "ResourceId": name}
    if gone := removed_tags(resource):
        ssm.remove_tags_from_resource(**place, TagKeys=gone)
    if resource.tags:
        ssm.add_tags_to_resource(**place, Tags=tag_list(resource.tags))
    return _made(call, name)


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("ParameterNotFound"):
        call.client("ssm").delete_parameter(Name=resource.physical_id)


def _made(call: Call, name: str) -> Made:
    return Made(name, {"Arn": call.arn("ssm", f"parameter/{name.removeprefix('/')}")})


TYPES = (
    ResourceType(
        "AWS::SSM::Parameter",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset(_PASSED) | {"Name", "Tags"},
    ),
)
