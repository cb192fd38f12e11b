"""AWS::IAM::Role and AWS::IAM::Policy."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked, policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document


def _create_role(call: Call, resource: Resource) -> Made:
    iam, properties = call.client("iam"), resource.properties
    name = properties.get("RoleName") or resource.generated_name(64)
    role = iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=policy_text(properties["AssumeRolePolicyDocument"]),
        Tags=tag_list(resource.tags),
        **picked(properties, ["Path", "Description", "MaxSessionDuration", "PermissionsBoundary"]),
    )["Role"]
    with undone_by(lambda: _strip_and_delete(iam, name, properties)):
        _bring_policies(iam, name, {}, properties)
    return Made(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]})


def _update_role(call: Call, resource: Resource, old: Document) -> Made:
    iam, name, properties = call.client("iam"), resource.physical_id, resource.properties
    trust = policy_text(properties["AssumeRolePolicyDocument"])
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust)
    duration = properties.get("MaxSessionDuration", 3600)
    iam.update_role(RoleName=name, Description=properties.get("Description", ""), MaxSessionDuration=duration)
    if "PermissionsBoundary" in properties:
        iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=properties["PermissionsBoundary"])
    elif "PermissionsBoundary" in old:
        iam.delete_role_permissions_boundary(RoleName=name)
    _bring_policies(iam, name, old, properties)
    if gone := removed_tags(resource):
        iam.untag_role(RoleName=name, TagKeys=gone)
    if resource.tags:
        iam.tag_role(RoleName=name, Tags=tag_list(resource.tags))
    role = iam.get_role(RoleName=name)["Role"]
    return Made(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]})


def _bring_policies(iam: Any, role: str, old: Document, new: Document) -> None:
    inline = {item["PolicyName"]: item["PolicyDocument"] for item in new.get("Policies", [])}
    for item in old.get("Policies", []):
        if item["PolicyName"] not in inline:
            iam.delete_role_policy(RoleName=role, PolicyName=item["PolicyName"])
    for name, document in inline.items():
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=policy_text(document))
    before, after = old.get("ManagedPolicyArns", []), new.get("ManagedPolicyArns", [])
    for arn in before:
        if arn not in after:
            iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    for arn in after:
        if arn not in before:
            iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def _strip_and_delete(iam: Any, role: str, properties: Document) -> None:
    """Take away what the template gave, so that the role can go."""
    for item in properties.get("Policies", []):
        with gone_is_fine("NoSuchEntity"):
            iam.delete_role_policy(RoleName=role, PolicyName=item["PolicyName"])
    for arn in properties.get("ManagedPolicyArns", []):
        with gone_is_fine("NoSuchEntity"):
            iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    with gone_is_fine("NoSuchEntity"):
        iam.delete_role(RoleName=role)


def _delete_role(call: Call, resource: Resource) -> None:
    _strip_and_delete(call.client("iam"), resource.physical_id, resource.properties)


def _create_policy(call: Call, resource: Resource) -> Made:
    name = resource.properties["PolicyName"]
    _put_on(call, resource.properties, resource.properties.get("Roles", []))
    return Made(name, {"Id": name})


def _update_policy(call: Call, resource: Resource, old: Document) -> Made:
    kept = resource.properties.get("Roles", [])
    same_name = old["PolicyName"] == resource.properties["PolicyName"]
    _take_from(call, old, [role for role in old.get("Roles", []) if role not in kept or not same_name])
    return _create_policy(call, resource)


def _delete_policy(call: Call, resource: Resource) -> None:
    _take_from(call, resource.properties, resource.properties.get("Roles", []))


def _put_on(call: Call, properties: Document, roles: list[str]) -> None:
    document = policy_text(properties["PolicyDocument"])
    for role in roles:
        call.client("iam").put_role_policy(RoleName=role, PolicyName=properties["PolicyName"], PolicyDocument=document)


def _take_from(call: Call, properties: Document, roles: list[str]) -> None:
    for role in roles:
        with gone_is_fine("NoSuchEntity"):
            call.client("iam").delete_role_policy(RoleName=role, PolicyName=properties["PolicyName"])


TYPES = (
    ResourceType(
        "AWS::IAM::Role",
        create=_create_role,
        update=_update_role,
        delete=_delete_role,
        properties=frozenset(
            {
                "AssumeRolePolicyDocument",
                "Description",
                "ManagedPolicyArns",
                "MaxSessionDuration",
                "Path",
                "PermissionsBoundary",
                "Policies",
                "RoleName",
                "Tags",
            }
        ),
    ),
    ResourceType(
        "AWS::IAM::Policy",
        create=_create_policy,
        update=_update_policy,
        delete=_delete_policy,
        properties=frozenset({"PolicyDocument", "PolicyName", "Roles"}),
    ),
)
