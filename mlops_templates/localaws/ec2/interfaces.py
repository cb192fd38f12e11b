"""Network interfaces that services have in subnets: of endpoints, and of the file systems of Studio domains."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2.records import Facts, found, listed
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, Interface, new_id


def attach(call: Call, owner: str, subnets: Iterable[str], groups: list[str], description: str) -> None:
    """One interface in each of the subnets."""
    held = call.state(Ec2State).interfaces
    for subnet in subnets:
        made = Interface(new_id("eni"), subnet, list(groups), description, owner)
        held[made.id] = made


def detach(call: Call, owner: str, subnets: Iterable[str] | None = None) -> None:
    """Those of an owner, all or those in some subnets."""
    state = call.state(Ec2State)
    gone = None if subnets is None else set(subnets)
    state.interfaces = {
        id_: each
        for id_, each in state.interfaces.items()
        if each.owner != owner or (gone is not None and each.subnet not in gone)
    }


def of_owner(call: Call, owner: str) -> list[Interface]:
    return [each for each in call.state(Ec2State).interfaces.values() if each.owner == owner]


def in_subnet(call: Call, subnet: str) -> list[Interface]:
    return [each for each in call.state(Ec2State).interfaces.values() if each.subnet == subnet]


def with_group(call: Call, group: str) -> list[Interface]:
    return [each for each in call.state(Ec2State).interfaces.values() if group in each.groups]


@SERVICE.action
def describe_network_interfaces(call: Call, request: Document) -> Document:
    state = call.state(Ec2State)
    code, words = "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '{}' does not exist"
    named = [
        found(state.interfaces, id_, code, words) for id_ in request.get("NetworkInterfaceIds") or state.interfaces
    ]
    left, token = listed(named, request, lambda each: _facts(state, each))
    return {"NetworkInterfaces": [_told(call, each) for each in left], "NextToken": token}


def _facts(state: Ec2State, interface: Interface) -> Facts:
    vpc = state.subnets[interface.subnet].vpc
    return {
        "network-interface-id": interface.id,
        "subnet-id": interface.subnet,
        "vpc-id": vpc,
        "group-id": interface.groups,
        "description": interface.description,
        "status": "in-use",
    }


def _told(call: Call, interface: Interface) -> Document:
    state = call.state(Ec2State)
    subnet = state.subnets[interface.subnet]
    place = sorted(each.id for each in in_subnet(call, subnet.id)).index(interface.id)
    return {
        "NetworkInterfaceId": interface.id,
        "SubnetId": subnet.id,
        "VpcId": subnet.vpc,
        "AvailabilityZone": subnet.zone,
        "Description": interface.description,
        "Groups": [{"GroupId": id_, "GroupName": state.groups[id_].name} for id_ in interface.groups],
        "OwnerId": call.account,
        "PrivateIpAddress": str(IPv4Network(subnet.cidr)[place + 4]),
        "RequesterManaged": True,
        "Status": "in-use",
    }
