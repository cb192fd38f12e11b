"""AWS::KMS::Key and AWS::KMS::Alias."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags
from mlops_templates.localaws.document import Document


def _create_key(call: Call, resource: Resource) -> Made:
    kms, properties = call.client("kms"), resource.properties
    policy = {"Policy": policy_text(properties["KeyPolicy"])} if "KeyPolicy" in properties else {}
    key = kms.create_key(
        Tags=_tags(resource.tags), **policy, **picked(properties, ["Description", "KeySpec", "KeyUsage", "MultiRegion"])
    )["KeyMetadata"]
    with undone_by(lambda: kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)):
        _bring_state(call, key["KeyId"], {}, properties)
    return Made(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})


def _update_key(call: Call, resource: Resource, old: Document) -> Made:
    kms, key, properties = call.client("kms"), resource.physical_id, resource.properties
    kms.update_key_description(KeyId=key, Description=properties.get("Description", ""))
    if "KeyPolicy" in properties:
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy_text(properties["KeyPolicy"]))
    _bring_state(call, key, old, properties)
    if gone := removed_tags(resource):
        kms.untag_resource(KeyId=key, TagKeys=gone)
    if resource.tags:
        kms.tag_resource(KeyId=key, Tags=_tags(resource.tags))
    return Made(key, resource.attributes)


def _bring_state(call: Call, key: str, old: Document, new: Document) -> None:
    kms = call.client("kms")
    if old.get("Enabled", True) != new.get("Enabled", True):
        (kms.enable_key if new.get("Enabled", True) else kms.disable_key)(KeyId=key)
    if new.get("EnableKeyRotation"):
        period = picked(new, ["RotationPeriodInDays"])
        kms.enable_key_rotation(KeyId=key, **period)
    elif old.get("EnableKeyRotation"):
        kms.disable_key_rotation(KeyId=key)


def _delete_key(call: Call, resource: Resource) -> None:
    days = resource.properties.get("PendingWindowInDays", 30)
    with gone_is_fine("NotFoundException", "KMSInvalidStateException"):
        call.client("kms").schedule_key_deletion(KeyId=resource.physical_id, PendingWindowInDays=days)


def _tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def _create_alias(call: Call, resource: Resource) -> Made:
    name = resource.properties["AliasName"]
    call.client("kms").create_alias(AliasName=name, TargetKeyId=resource.properties["TargetKeyId"])
    return Made(name)


def _update_alias(call: Call, resource: Resource, old: Document) -> Made:
    del old
    call.client("kms").update_alias(AliasName=resource.physical_id, TargetKeyId=resource.properties["TargetKeyId"])
    return Made(resource.physical_id)


def _delete_alias(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFoundException"):
        call.client("kms").delete_alias(AliasName=resource.physical_id)


TYPES = (
    ResourceType(
        "AWS::KMS::Key",
        create=_create_key,
        update=_update_key,
        delete=_delete_key,
        replace_on=frozenset({"KeySpec", "KeyUsage", "MultiRegion"}),
        properties=frozenset(
            {
                "Description",
                "EnableKeyRotation",
                "Enabled",
                "KeyPolicy",
                "KeySpec",
                "KeyUsage",
                "MultiRegion",
                "PendingWindowInDays",
                "RotationPeriodInDays",
                "Tags",
            }
        ),
    ),
    ResourceType(
        "AWS::KMS::Alias",
        create=_create_alias,
        update=_update_alias,
        delete=_delete_alias,
        properties=frozenset({"AliasName", "TargetKeyId"}),
    ),
)
