"""Security groups; their rules are in `rules.py`."""

from __future__ import annotations

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import tags
from mlops_templates.localaws.ec2.interfaces import with_group
from mlops_templates.localaws.ec2.records import Facts, group_of, in_use, listed, vpc_of, with_tags
from mlops_templates.localaws.ec2.rules import permissions_of
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, SecurityGroup, new_id
from mlops_templates.localaws.ec2.vpcs import ANYWHERE
from mlops_templates.localaws.errors import AwsError, not_emulated

_WORDS = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{1,255}")


@SERVICE.action
def create_security_group(call: Call, request: Document) -> Document:
    """Everything may go out of a new group, nothing comes in."""
    if not request.get("VpcId"):
        raise AwsError("VPCIdNotSpecified", "No default VPC for this user")
    vpc, state, name = vpc_of(call, request["VpcId"]), call.state(Ec2State), request["GroupName"]
    _check_words(name, request["Description"])
    with call.world.lock:
        if any(each.vpc == vpc.id and each.name == name for each in state.groups.values()):
            message = f"The security group '{name}' already exists for VPC '{vpc.id}'"
            raise AwsError("InvalidGroup.Duplicate", message)
        group = SecurityGroup(new_id("sg"), name, request["Description"], vpc.id)
        group.tags = tags.first_tags(request, "security-group")
        group.egress[new_id("sgr")] = ANYWHERE
        state.groups[group.id] = group
    return {"GroupId": group.id, "SecurityGroupArn": _arn(call, group), "Tags": tags.shown(group.tags)}


@SERVICE.action
def describe_security_groups(call: Call, request: Document) -> Document:
    if request.get("GroupNames"):
        raise not_emulated("ec2:DescribeSecurityGroups GroupNames, which are of the default VPC")
    named = [group_of(call, id_) for id_ in request.get("GroupIds") or call.state(Ec2State).groups]
    left, token = listed(named, request, _facts)
    return {"SecurityGroups": [_told(call, group) for group in left], "NextToken": token}


@SERVICE.action
def delete_security_group(call: Call, request: Document) -> Document:
    if not request.get("GroupId"):
        raise AwsError("MissingParameter", "The request must contain the parameter GroupId")
    group, state = group_of(call, request["GroupId"]), call.state(Ec2State)
    if group.name == "default":
        raise AwsError("CannotDelete", f'the specified group: "{group.id}" name: "default" cannot be deleted by a user')
    with call.world.lock:
        others = [each for each in state.groups.values() if each is not group]
        named = any(
            rule.peer == group.id for each in others for rule in (*each.ingress.values(), *each.egress.values())
        )
        if named or with_group(call, group.id):
            raise in_use(f"resource {group.id} has a dependent object")
        del state.groups[group.id]
    return {"Return": True, "GroupId": group.id}


def _check_words(name: str, description: str) -> None:
    for parameter, text in (("group_name", name), ("GroupDescription", description)):
        if not _WORDS.fullmatch(text):
            message = f"Value ({text[:300]}) for parameter {parameter} is invalid. Character sets beyond ASCII are "
            raise AwsError("InvalidParameterValue", f"{message}not supported.")
    if name.lower() == "default" or name.startswith("sg-"):
        message = f"Value ({name}) for parameter GroupName is invalid. Cannot use reserved security group name: {name}"
        raise AwsError("InvalidParameterValue", message)


def _facts(group: SecurityGroup) -> Facts:
    known = {"group-id": group.id, "group-name": group.name, "vpc-id": group.vpc, "description": group.description}
    return with_tags(known, group.tags)


def _arn(call: Call, group: SecurityGroup) -> str:
    return call.arn("ec2", f"security-group/{group.id}")


def _told(call: Call, group: SecurityGroup) -> Document:
    return {
        "GroupId": group.id,
        "GroupName": group.name,
        "Description": group.description,
        "OwnerId": call.account,
        "SecurityGroupArn": _arn(call, group),
        "VpcId": group.vpc,
        "IpPermissions": permissions_of(call, group, group.ingress),
        "IpPermissionsEgress": permissions_of(call, group, group.egress),
        "Tags": tags.shown(group.tags),
    }
