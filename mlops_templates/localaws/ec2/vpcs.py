"""VPCs."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import tags
from mlops_templates.localaws.ec2.ranges import range_of
from mlops_templates.localaws.ec2.records import Facts, in_use, listed, vpc_of, with_tags
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, RouteTable, Rule, SecurityGroup, Vpc, new_id
from mlops_templates.localaws.errors import AwsError

ANYWHERE = Rule("-1", -1, -1, "CidrIpv4", "0.0.0.0/0")


@SERVICE.action
def create_vpc(call: Call, request: Document) -> Document:
    """With its main route table and its default security group."""
    if not request.get("CidrBlock"):
        raise AwsError("MissingParameter", "The request must contain the parameter cidrBlock")
    state, cidr = call.state(Ec2State), str(range_of(request["CidrBlock"], "InvalidVpc.Range"))
    vpc = Vpc(new_id("vpc"), cidr, request.get("InstanceTenancy") or "default", tags=tags.first_tags(request, "vpc"))
    table = RouteTable(new_id("rtb"), vpc.id, main=new_id("rtbassoc"))
    group = SecurityGroup(new_id("sg"), "default", "default VPC security group", vpc.id)
    group.ingress[new_id("sgr")] = Rule("-1", -1, -1, "GroupId", group.id)
    group.egress[new_id("sgr")] = ANYWHERE
    with call.world.lock:
        state.vpcs[vpc.id], state.route_tables[table.id], state.groups[group.id] = vpc, table, group
    return {"Vpc": {**_told(call, vpc), "State": "pending"}}


@SERVICE.action
def describe_vpcs(call: Call, request: Document) -> Document:
    named = [vpc_of(call, id_) for id_ in request.get("VpcIds") or call.state(Ec2State).vpcs]
    left, token = listed(named, request, _facts)
    return {"Vpcs": [_told(call, vpc) for vpc in left], "NextToken": token}


@SERVICE.action
def describe_vpc_attribute(call: Call, request: Document) -> Document:
    vpc = vpc_of(call, request["VpcId"])
    values = {"enableDnsSupport": vpc.dns_support, "enableDnsHostnames": vpc.dns_hostnames}
    name = request["Attribute"]
    value = values.get(name, False)
    return {"VpcId": vpc.id, f"{name[:1].upper()}{name[1:]}": {"Value": value}}


@SERVICE.action
def modify_vpc_attribute(call: Call, request: Document) -> Document:
    vpc = vpc_of(call, request["VpcId"])
    given = [name for name in ("EnableDnsSupport", "EnableDnsHostnames") if name in request]
    if len(given) != 1:
        raise AwsError("InvalidParameterCombination", "Exactly one attribute must be specified.")
    value = bool(request[given[0]].get("Value"))
    if given == ["EnableDnsSupport"]:
        vpc.dns_support = value
    else:
        vpc.dns_hostnames = value
    return {}


@SERVICE.action
def delete_vpc(call: Call, request: Document) -> Document:
    """What came with it goes with it; nothing else may be in it. Its flow logs are deleted too."""
    vpc, state = vpc_of(call, request["VpcId"]), call.state(Ec2State)
    with call.world.lock:
        if _holds_something(state, vpc):
            raise in_use(f"The vpc '{vpc.id}' has dependencies and cannot be deleted.")
        state.route_tables = {id_: each for id_, each in state.route_tables.items() if each.vpc != vpc.id}
        state.groups = {id_: each for id_, each in state.groups.items() if each.vpc != vpc.id}
        state.flow_logs = {id_: each for id_, each in state.flow_logs.items() if each.resource != vpc.id}
        del state.vpcs[vpc.id]
    return {}


def _holds_something(state: Ec2State, vpc: Vpc) -> bool:
    tables = [each for each in state.route_tables.values() if each.vpc == vpc.id and not each.main]
    groups = [each for each in state.groups.values() if each.vpc == vpc.id and each.name != "default"]
    inside = [each for kind in (state.subnets, state.endpoints) for each in kind.values() if each.vpc == vpc.id]
    return bool(tables or groups or inside)


def _facts(vpc: Vpc) -> Facts:
    known = {"vpc-id": vpc.id, "cidr": vpc.cidr, "cidr-block-association.cidr-block": vpc.cidr, "state": "available"}
    return with_tags({**known, "is-default": False, "isDefault": False}, vpc.tags)


def _told(call: Call, vpc: Vpc) -> Document:
    association = {"CidrBlock": vpc.cidr, "CidrBlockState": {"State": "associated"}}
    return {
        "VpcId": vpc.id,
        "OwnerId": call.account,
        "State": "available",
        "CidrBlock": vpc.cidr,
        "CidrBlockAssociationSet": [{**association, "AssociationId": f"vpc-cidr-assoc-{vpc.id[4:]}"}],
        "InstanceTenancy": vpc.tenancy,
        "IsDefault": False,
        "DhcpOptionsId": "default",
        "Tags": tags.shown(vpc.tags),
    }
