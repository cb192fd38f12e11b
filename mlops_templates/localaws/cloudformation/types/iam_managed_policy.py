"""AWS::IAM::ManagedPolicy."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document

_VERSIONS = 5
"""The number of versions that IAM keeps of a policy."""


def _create(call: Call, resource: Resource) -> Made:
    iam, properties = call.client("iam"), resource.properties
    arn = iam.create_policy(
        PolicyName=properties.get("ManagedPolicyName") or resource.generated_name(128),
        PolicyDocument=policy_text(properties["PolicyDocument"]),
        **picked(properties, ["Path", "Description"]),
    )["Policy"]["Arn"]
    with undone_by(lambda: iam.delete_policy(PolicyArn=arn)):
        _bring_roles(iam, arn, [], properties.get("Roles", []))
    return _made(iam, arn)


def _update(call: Call, resource: Resource, old: Document) -> Made:
    iam, arn, properties = call.client("iam"), resource.physical_id, resource.properties
    if properties["PolicyDocument"] != old["PolicyDocument"]:
        versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
        if len(versions) >= _VERSIONS:
            oldest = min(
                (item for item in versions if not item["IsDefaultVersion"]), key=lambda item: item["CreateDate"]
            )
            iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
        document = policy_text(properties["PolicyDocument"])
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
    _bring_roles(iam, arn, old.get("Roles", []), properties.get("Roles", []))
    return _made(iam, arn)


def _delete(call: Call, resource: Resource) -> None:
    iam, arn = call.client("iam"), resource.physical_id
    with gone_is_fine("NoSuchEntity"):
        for role in resource.properties.get("Roles", []):
            with gone_is_fine("NoSuchEntity"):
                iam.detach_role_policy(RoleName=role, PolicyArn=arn)
        for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        iam.delete_policy(PolicyArn=arn)


def _bring_roles(iam: Any, arn: str, before: list[str], after: list[str]) -> None:
    for role in before:
        if role not in after:
            with gone_is_fine("NoSuchEntity"):
                iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    for role in after:
        if role not in before:
            iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def _made(iam: Any, arn: str) -> Made:
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    return Made(arn, {"PolicyArn": arn, **picked(policy, ["DefaultVersionId", "PolicyId"])})


TYPES = (
    ResourceType(
        "AWS::IAM::ManagedPolicy",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset({"Description", "ManagedPolicyName", "Path", "PolicyDocument", "Roles"}),
    ),
)
