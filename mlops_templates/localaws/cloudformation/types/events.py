"""AWS::Events::Rule and AWS::Events::EventBusPolicy."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_TARGET = {
    "Arn",
    "DeadLetterConfig",
    "Id",
    "Input",
    "InputPath",
    "InputTransformer",
    "RetryPolicy",
    "RoleArn",
    "SageMakerPipelineParameters",
}


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or resource.generated_name(64)
    bus = resource.properties.get("EventBusName", "default")
    _put_rule(call, name, resource.properties, tag_list(resource.tags))
    with undone_by(
        lambda: call.client("events").delete_rule(Name=name, **picked(resource.properties, ["EventBusName"]))
    ):
        _put_targets(call, name, [], resource.properties)
    return Made(name if bus == "default" else f"{bus}|{name}", {"Arn": _arn(call, bus, name), "RuleName": name})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    events, name = call.client("events"), resource.attributes["RuleName"]
    _put_rule(call, name, resource.properties, [])
    _put_targets(call, name, old.get("Targets", []), resource.properties)
    arn = resource.attributes["Arn"]
    if gone := removed_tags(resource):
        events.untag_resource(ResourceARN=arn, TagKeys=gone)
    if resource.tags:
        events.tag_resource(ResourceARN=arn, Tags=tag_list(resource.tags))
    return Made(resource.physical_id, resource.attributes)


def _delete(call: Call, resource: Resource) -> None:
    events, name = call.client("events"), resource.attributes["RuleName"]
    place = {"Rule": name, **picked(resource.properties, ["EventBusName"])}
    with gone_is_fine("ResourceNotFoundException"):
        if ids := [item["Id"] for item in resource.properties.get("Targets", [])]:
            events.remove_targets(**place, Ids=ids)
        events.delete_rule(Name=name, **picked(resource.properties, ["EventBusName"]))


def _put_rule(call: Call, name: str, properties: Document, tags: list[dict[str, str]]) -> None:
    pattern = properties.get("EventPattern")
    more: dict[str, Any] = picked(properties, ["Description", "EventBusName", "RoleArn"])
    if pattern is not None:
        more["EventPattern"] = pattern if isinstance(pattern, str) else json.dumps(pattern)
    if tags:
        more["Tags"] = tags
    call.client("events").put_rule(Name=name, State=properties.get("State", "ENABLED"), **more)


def _put_targets(call: Call, name: str, old: list[Document], properties: Document) -> None:
    events, place = call.client("events"), {"Rule": name, **picked(properties, ["EventBusName"])}
    targets = [_target(item) for item in properties.get("Targets", [])]
    kept = {item["Id"] for item in targets}
    if gone := [item["Id"] for item in old if item["Id"] not in kept]:
        events.remove_targets(**place, Ids=gone)
    if targets:
        failed = events.put_targets(**place, Targets=targets)["FailedEntries"]
        if failed:
            raise AwsError("ValidationException", f"target {failed[0]['TargetId']}: {failed[0].get('ErrorMessage')}")


def _target(item: Document) -> Document:
    refuse_others(item, _TARGET, "AWS::Events::Rule Targets")
    return item


def _arn(call: Call, bus: str, name: str) -> str:
    return call.arn("events", f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}")


def _create_policy(call: Call, resource: Resource) -> Made:
    _put_statement(call, resource.properties)
    return Made(resource.properties["StatementId"])


def _update_policy(call: Call, resource: Resource, old: Document) -> Made:
    _put_statement(call, resource.properties)
    return Made(resource.physical_id)


def _delete_policy(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFoundException"):
        call.client("events").remove_permission(
            StatementId=resource.physical_id, **picked(resource.properties, ["EventBusName"])
        )


def _put_statement(call: Call, properties: Document) -> None:
    """Among the statements that the bus has: EventBridge takes a whole policy, or just the name of an account."""
    events, place = call.client("events"), picked(properties, ["EventBusName"])
    if "Statement" not in properties:
        wanted = picked(properties, ["Action", "Condition", "Principal", "StatementId"])
        events.put_permission(**wanted, **place)
        return
    held = json.loads(events.describe_event_bus().get("Policy") or '{"Statement": []}')["Statement"]
    sid = properties["StatementId"]
    statements = [each for each in held if each.get("Sid") != sid] + [{**properties["Statement"], "Sid": sid}]
    events.put_permission(Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}), **place)


TYPES = (
    ResourceType(
        "AWS::Events::EventBusPolicy",
        create=_create_policy,
        update=_update_policy,
        delete=_delete_policy,
        properties=frozenset({"Action", "Condition", "EventBusName", "Principal", "Statement", "StatementId"}),
    ),
    ResourceType(
        "AWS::Events::Rule",
        create=_create,
        update=_update,
        delete=_delete,
        replace_on=frozenset({"EventBusName"}),
        properties=frozenset(
            {
                "Description",
                "EventBusName",
                "EventPattern",
                "Name",
                "RoleArn",
                "State",
                "Tags",
                "Targets",
            }
        ),
    ),
)
