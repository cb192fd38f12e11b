"""Subnets."""

from __future__ import annotations

from ipaddress import IPv4Network

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import tags
from mlops_templates.localaws.ec2.interfaces import in_subnet
from mlops_templates.localaws.ec2.ranges import RESERVED, range_of
from mlops_templates.localaws.ec2.records import Facts, in_use, listed, subnet_of, vpc_of, with_tags
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, Subnet, Vpc, new_id
from mlops_templates.localaws.ec2.zones import zone_id, zones_of
from mlops_templates.localaws.errors import AwsError


@SERVICE.action
def create_subnet(call: Call, request: Document) -> Document:
    if not request.get("CidrBlock"):
        raise AwsError("MissingParameter", "The request must contain the parameter cidrBlock")
    vpc, state = vpc_of(call, request["VpcId"]), call.state(Ec2State)
    zone = _zone(call, request)
    with call.world.lock:
        cidr = _free_range(state, vpc, request["CidrBlock"])
        subnet = Subnet(new_id("subnet"), vpc.id, cidr, zone, tags=tags.first_tags(request, "subnet"))
        state.subnets[subnet.id] = subnet
    return {"Subnet": _told(call, subnet)}


@SERVICE.action
def describe_subnets(call: Call, request: Document) -> Document:
    named = [subnet_of(call, id_) for id_ in request.get("SubnetIds") or call.state(Ec2State).subnets]
    left, token = listed(named, request, _facts)
    return {"Subnets": [_told(call, subnet) for subnet in left], "NextToken": token}


@SERVICE.action
def modify_subnet_attribute(call: Call, request: Document) -> Document:
    subnet = subnet_of(call, request["SubnetId"])
    if "MapPublicIpOnLaunch" in request:
        subnet.public_addresses = bool(request["MapPublicIpOnLaunch"].get("Value"))
    return {}


@SERVICE.action
def delete_subnet(call: Call, request: Document) -> Document:
    """Its association with a route table goes with it."""
    subnet, state = subnet_of(call, request["SubnetId"]), call.state(Ec2State)
    with call.world.lock:
        if in_subnet(call, subnet.id):
            raise in_use(f"The subnet '{subnet.id}' has dependencies and cannot be deleted.")
        for table in state.route_tables.values():
            table.associations = {id_: each for id_, each in table.associations.items() if each != subnet.id}
        del state.subnets[subnet.id]
    return {}


def _zone(call: Call, request: Document) -> str:
    zones = zones_of(call.region)
    asked = request.get("AvailabilityZone") or zones[0]
    if request.get("AvailabilityZoneId"):
        asked = next((zone for zone in zones if zone_id(zone) == request["AvailabilityZoneId"]), "")
    if asked not in zones:
        told = request.get("AvailabilityZoneId") or asked
        message = f"Value ({told}) for parameter availabilityZone is invalid. Subnets can currently only be created in "
        raise AwsError("InvalidParameterValue", f"{message}the following availability zones: {', '.join(zones)}.")
    return asked


def _free_range(state: Ec2State, vpc: Vpc, given: str) -> str:
    """The range of a new subnet.

    Raises:
        AwsError: it is not inside of the VPC, or another subnet has a part of it.
    """
    wanted = range_of(given, "InvalidSubnet.Range")
    if not wanted.subnet_of(IPv4Network(vpc.cidr)):
        raise AwsError("InvalidSubnet.Range", f"The CIDR '{given}' is invalid.")
    taken = (IPv4Network(each.cidr) for each in state.subnets.values() if each.vpc == vpc.id)
    if any(wanted.overlaps(other) for other in taken):
        raise AwsError("InvalidSubnet.Conflict", f"The CIDR '{given}' conflicts with another subnet")
    return str(wanted)


def _facts(subnet: Subnet) -> Facts:
    known = {"subnet-id": subnet.id, "vpc-id": subnet.vpc, "cidr-block": subnet.cidr, "cidr": subnet.cidr}
    zone = {"availability-zone": subnet.zone, "availabilityZone": subnet.zone, "state": "available"}
    return with_tags({**known, **zone, "default-for-az": False}, subnet.tags)


def _told(call: Call, subnet: Subnet) -> Document:
    addresses = IPv4Network(subnet.cidr).num_addresses - RESERVED - len(in_subnet(call, subnet.id))
    return {
        "SubnetId": subnet.id,
        "SubnetArn": call.arn("ec2", f"subnet/{subnet.id}"),
        "VpcId": subnet.vpc,
        "OwnerId": call.account,
        "State": "available",
        "CidrBlock": subnet.cidr,
        "AvailabilityZone": subnet.zone,
        "AvailabilityZoneId": zone_id(subnet.zone),
        "AvailableIpAddressCount": addresses,
        "MapPublicIpOnLaunch": subnet.public_addresses,
        "DefaultForAz": False,
        "AssignIpv6AddressOnCreation": False,
        "Ipv6CidrBlockAssociationSet": [],
        "Tags": tags.shown(subnet.tags),
    }
