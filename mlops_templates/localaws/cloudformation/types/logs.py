"""AWS::Logs::LogGroup."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags
from mlops_templates.localaws.document import Document


def _create(call: Call, resource: Resource) -> Made:
    logs, properties = call.client("logs"), resource.properties
    name = properties.get("LogGroupName") or resource.generated_name(512)
    tags = {"tags": resource.tags} if resource.tags else {}
    key = {"kmsKeyId": properties["KmsKeyId"]} if "KmsKeyId" in properties else {}
    logs.create_log_group(logGroupName=name, **tags, **key)
    with undone_by(lambda: logs.delete_log_group(logGroupName=name)):
        _bring_retention(call, name, {}, properties)
    return _made(call, name)


def _update(call: Call, resource: Resource, old: Document) -> Made:
    logs, name, properties = call.client("logs"), resource.physical_id, resource.properties
    _bring_retention(call, name, old, properties)
    if picked(old, ["KmsKeyId"]) != picked(properties, ["KmsKeyId"]):
        if "KmsKeyId" in properties:
            logs.associate_kms_key(logGroupName=name, kmsKeyId=properties["KmsKeyId"])
        else:
            logs.disassociate_kms_key(logGroupName=name)
    if gone := removed_tags(resource):
        logs.untag_resource(resourceArn=_arn(call, name), tagKeys=gone)
    if resource.tags:
        logs.tag_resource(resourceArn=_arn(call, name), tags=resource.tags)
    return _made(call, name)


def _bring_retention(call: Call, name: str, old: Document, new: Document) -> None:
    if "RetentionInDays" in new:
        call.client("logs").put_retention_policy(logGroupName=name, retentionInDays=new["RetentionInDays"])
    elif "RetentionInDays" in old:
        call.client("logs").delete_retention_policy(logGroupName=name)


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFoundException"):
        call.client("logs").delete_log_group(logGroupName=resource.physical_id)


def _arn(call: Call, name: str) -> str:
    return call.arn("logs", f"log-group:{name}")


def _made(call: Call, name: str) -> Made:
    return Made(name, {"Arn": f"{_arn(call, name)}:*"})


TYPES = (
    ResourceType(
        "AWS::Logs::LogGroup",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset({"KmsKeyId", "LogGroupName", "RetentionInDays", "Tags"}),
    ),
)
