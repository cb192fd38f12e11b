"""AWS::StepFunctions::StateMachine."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags
from mlops_templates.localaws.document import Document

_SETTINGS = ("LoggingConfiguration", "RoleArn", "TracingConfiguration")


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("StateMachineName") or resource.generated_name(80)
    kind = {"type": resource.properties["StateMachineType"]} if "StateMachineType" in resource.properties else {}
    tags = {"tags": _tags(resource)} if _tags(resource) else {}
    made = call.client("stepfunctions").create_state_machine(name=name, **kind, **_request(resource), **tags)
    return Made(made["stateMachineArn"], {"Arn": made["stateMachineArn"], "Name": name})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    api, arn = call.client("stepfunctions"), resource.physical_id
    api.update_state_machine(stateMachineArn=arn, **_request(resource))
    if gone := removed_tags(resource):
        api.untag_resource(resourceArn=arn, tagKeys=gone)
    if tags := _tags(resource):
        api.tag_resource(resourceArn=arn, tags=tags)
    return Made(arn, resource.attributes)


def _request(resource: Resource) -> Document:
    """The properties in the words of the API, whose members begin with a small letter."""
    given = resource.properties
    text = given["DefinitionString"] if "DefinitionString" in given else json.dumps(given["Definition"])
    return {"definition": text, **_small(picked(given, _SETTINGS))}


def _small(value: Any) -> Any:
    if isinstance(value, dict):
        return {f"{key[:1].lower()}{key[1:]}": _small(each) for key, each in value.items()}
    return [_small(each) for each in value] if isinstance(value, list) else value


def _tags(resource: Resource) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in resource.tags.items() if not key.startswith("aws:")]


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("StateMachineDoesNotExist"):
        call.client("stepfunctions").delete_state_machine(stateMachineArn=resource.physical_id)


TYPES = (
    ResourceType(
        "AWS::StepFunctions::StateMachine",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset(
            {*_SETTINGS, "Definition", "DefinitionString", "StateMachineName", "StateMachineType", "Tags"}
        ),
    ),
)
