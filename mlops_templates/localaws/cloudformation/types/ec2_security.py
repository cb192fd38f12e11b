"""AWS::EC2::SecurityGroup, SecurityGroupIngress and SecurityGroupEgress."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.ec2_tags import retag, tagged
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document

EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
_PORTS = ("FromPort", "IpProtocol", "ToPort")
_PEERS = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}
"""How a rule of a template names its peer, and where a permission of the API does."""
_RULE = frozenset({*_PORTS, *_PEERS, "Description"})


def _create_group(call: Call, resource: Resource) -> Made:
    ec2, properties = call.client("ec2"), resource.properties
    vpc = {"VpcId": properties["VpcId"]} if "VpcId" in properties else {}
    id_ = ec2.create_security_group(
        GroupName=properties.get("GroupName") or resource.generated_name(255),
        Description=properties["GroupDescription"],
        **vpc,
        **tagged("security-group", resource),
    )["GroupId"]
    with undone_by(lambda: ec2.delete_security_group(GroupId=id_)):
        _bring_rules(call, id_, {}, properties)
    return Made(id_, {"GroupId": id_, "Id": id_, **vpc})


def _update_group(call: Call, resource: Resource, old: Document) -> Made:
    _bring_rules(call, resource.physical_id, old, resource.properties)
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _bring_rules(call: Call, id_: str, old: Document, new: Document) -> None:
    """What is no longer said goes first; without rules of its own for it, a group may reach everything."""
    ec2 = call.client("ec2")
    sides: tuple[tuple[str, Any, Any, list[Document]], ...] = (
        ("Ingress", ec2.authorize_security_group_ingress, ec2.revoke_security_group_ingress, []),
        ("Egress", ec2.authorize_security_group_egress, ec2.revoke_security_group_egress, [EVERYTHING]),
    )
    for side, authorize, revoke, default in sides:
        before = _permissions(old, side) or default
        after = _permissions(new, side) or default
        if gone := [each for each in before if each not in after]:
            revoke(GroupId=id_, IpPermissions=gone)
        if fresh := [each for each in after if each not in before]:
            authorize(GroupId=id_, IpPermissions=fresh)


def _permissions(properties: Document, side: str) -> list[Document]:
    return [_permission(rule) for rule in properties.get(f"SecurityGroup{side}", [])]


def _permission(rule: Document) -> Document:
    refuse_others(rule, _RULE, "AWS::EC2::SecurityGroup rules")
    permission: dict[str, Any] = {name: rule[name] for name in _PORTS if name in rule}
    words = {"Description": rule["Description"]} if "Description" in rule else {}
    for name in _PEERS.keys() & rule.keys():
        member, key = _PEERS[name]
        permission[member] = [{key: rule[name], **words}]
    return permission


def _delete_group(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidGroup.NotFound"):
        call.client("ec2").delete_security_group(GroupId=resource.physical_id)


def _create_ingress(call: Call, resource: Resource) -> Made:
    return _rule(call.client("ec2").authorize_security_group_ingress(**_asked(resource)))


def _create_egress(call: Call, resource: Resource) -> Made:
    """The rule to everywhere, which a new group has, goes when a template says one of its own."""
    ec2, group = call.client("ec2"), resource.properties["GroupId"]
    made = _rule(ec2.authorize_security_group_egress(**_asked(resource)))
    with gone_is_fine("InvalidPermission.NotFound"):
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[EVERYTHING])
    return made


def _asked(resource: Resource) -> Document:
    rule = {name: value for name, value in resource.properties.items() if name != "GroupId"}
    return {"GroupId": resource.properties["GroupId"], "IpPermissions": [_permission(rule)]}


def _rule(answer: Document) -> Made:
    id_ = answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    return Made(id_, {"Id": id_})


def _delete_ingress(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidPermission.NotFound", "InvalidGroup.NotFound"):
        call.client("ec2").revoke_security_group_ingress(
            GroupId=resource.properties["GroupId"], SecurityGroupRuleIds=[resource.physical_id]
        )


def _delete_egress(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidPermission.NotFound", "InvalidGroup.NotFound"):
        call.client("ec2").revoke_security_group_egress(
            GroupId=resource.properties["GroupId"], SecurityGroupRuleIds=[resource.physical_id]
        )


TYPES = (
    ResourceType(
        "AWS::EC2::SecurityGroup",
        create=_create_group,
        update=_update_group,
        delete=_delete_group,
        properties=frozenset(
            {"GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId"}
        ),
    ),
    ResourceType(
        "AWS::EC2::SecurityGroupIngress",
        create=_create_ingress,
        delete=_delete_ingress,
        properties=frozenset(name for name in _RULE if not name.startswith("Destination")) | {"GroupId"},
    ),
    ResourceType(
        "AWS::EC2::SecurityGroupEgress",
        create=_create_egress,
        delete=_delete_egress,
        properties=frozenset(name for name in _RULE if not name.startswith("Source")) | {"GroupId"},
    ),
)
