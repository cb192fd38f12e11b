"""AWS::Scheduler::Schedule and AWS::Scheduler::ScheduleGroup."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document

_SETTINGS = (
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "GroupName",
    "KmsKeyArn",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
    "Target",
)


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or resource.generated_name(64)
    made = call.client("scheduler").create_schedule(Name=name, **picked(resource.properties, _SETTINGS))
    return Made(name, {"Arn": made["ScheduleArn"]})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    settings = picked(resource.properties, _SETTINGS)
    made = call.client("scheduler").update_schedule(Name=resource.physical_id, **settings)
    return Made(resource.physical_id, {"Arn": made["ScheduleArn"]})


def _delete(call: Call, resource: Resource) -> None:
    place = picked(resource.properties, ["GroupName"])
    with gone_is_fine("ResourceNotFoundException"):
        call.client("scheduler").delete_schedule(Name=resource.physical_id, **place)


def _create_group(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("Name") or resource.generated_name(64)
    call.client("scheduler").create_schedule_group(Name=name, Tags=tag_list(resource.tags))
    return _group(call, name)


def _update_group(call: Call, resource: Resource, old: Document) -> Made:
    scheduler, arn = call.client("scheduler"), resource.attributes["Arn"]
    if gone := removed_tags(resource):
        scheduler.untag_resource(ResourceArn=arn, TagKeys=gone)
    if resource.tags:
        scheduler.tag_resource(ResourceArn=arn, Tags=tag_list(resource.tags))
    return _group(call, resource.physical_id)


def _delete_group(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFoundException"):
        call.client("scheduler").delete_schedule_group(Name=resource.physical_id)


def _group(call: Call, name: str) -> Made:
    told = call.client("scheduler").get_schedule_group(Name=name)
    moments = {key: told[key].isoformat() for key in ("CreationDate", "LastModificationDate")}
    return Made(name, {"Arn": told["Arn"], "State": told["State"], **moments})


TYPES = (
    ResourceType(
        "AWS::Scheduler::Schedule",
        create=_create,
        update=_update,
        delete=_delete,
        replace_on=frozenset({"GroupName"}),
        properties=frozenset(_SETTINGS) | {"Name"},
    ),
    ResourceType(
        "AWS::Scheduler::ScheduleGroup",
        create=_create_group,
        update=_update_group,
        delete=_delete_group,
        properties=frozenset({"Name", "Tags"}),
    ),
)
