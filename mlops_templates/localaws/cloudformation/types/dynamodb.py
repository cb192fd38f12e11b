"""AWS::DynamoDB::Table."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document

_CHANGED = ("BillingMode", "DeletionProtectionEnabled", "SSESpecification", "TableClass")
_CREATED = ("AttributeDefinitions", "KeySchema", "ProvisionedThroughput", *_CHANGED)
_SEALED = {"KMSMasterKeyId", "SSEType"}


def _create(call: Call, resource: Resource) -> Made:
    dynamodb, name = call.client("dynamodb"), resource.properties.get("TableName") or resource.generated_name(255)
    wanted = _sealed(picked(resource.properties, _CREATED))
    tags = {"Tags": tag_list(resource.tags)} if resource.tags else {}
    arn = dynamodb.create_table(TableName=name, **wanted, **tags)["TableDescription"]["TableArn"]
    with undone_by(lambda: dynamodb.delete_table(TableName=name)):
        _bring_recovery(call, name, {}, resource.properties)
    return Made(name, {"Arn": arn})


def _update(call: Call, resource: Resource, old: Document) -> Made:
    dynamodb, name, arn = call.client("dynamodb"), resource.physical_id, resource.attributes["Arn"]
    defaults = {"DeletionProtectionEnabled": False}
    if picked(old, _CHANGED) != picked(resource.properties, _CHANGED):
        dynamodb.update_table(TableName=name, **_sealed({**defaults, **picked(resource.properties, _CHANGED)}))
    _bring_recovery(call, name, old, resource.properties)
    if gone := removed_tags(resource):
        dynamodb.untag_resource(ResourceArn=arn, TagKeys=gone)
    if resource.tags:
        dynamodb.tag_resource(ResourceArn=arn, Tags=tag_list(resource.tags))
    return Made(name, resource.attributes)


def _sealed(wanted: Document) -> Document:
    """A template says SSEEnabled where the API says Enabled."""
    given = wanted.get("SSESpecification")
    if given is None:
        return wanted
    refuse_others(given, {"SSEEnabled", *_SEALED}, "AWS::DynamoDB::Table SSESpecification")
    return {**wanted, "SSESpecification": {"Enabled": given["SSEEnabled"], **picked(given, sorted(_SEALED))}}


def _bring_recovery(call: Call, name: str, old: Document, new: Document) -> None:
    wanted = picked(new.get("PointInTimeRecoverySpecification", {}), ["PointInTimeRecoveryEnabled"])
    before = picked(old.get("PointInTimeRecoverySpecification", {}), ["PointInTimeRecoveryEnabled"])
    if wanted != before:
        wanted.setdefault("PointInTimeRecoveryEnabled", False)
        call.client("dynamodb").update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=wanted)


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFoundException"):
        call.client("dynamodb").delete_table(TableName=resource.physical_id)


TYPES = (
    ResourceType(
        "AWS::DynamoDB::Table",
        create=_create,
        update=_update,
        delete=_delete,
        replace_on=frozenset({"AttributeDefinitions", "KeySchema"}),
        properties=frozenset({*_CREATED, "PointInTimeRecoverySpecification", "TableName", "Tags"}),
    ),
)
