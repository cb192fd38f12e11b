"""VPC endpoints: interfaces in subnets, and gateways in route tables."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import interfaces, tags
from mlops_templates.localaws.ec2.endpoint_rules import check_gateway, check_interface
from mlops_templates.localaws.ec2.endpoint_services import check_service
from mlops_templates.localaws.ec2.records import Facts, found, listed, vpc_of, with_tags
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, Endpoint, new_id

EVERYTHING = json.dumps({"Statement": [{"Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*"}]})
_MISSING = ("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '{}' does not exist")


@SERVICE.action
def create_vpc_endpoint(call: Call, request: Document) -> Document:
    vpc, state, kind = vpc_of(call, request["VpcId"]), call.state(Ec2State), request.get("VpcEndpointType", "Gateway")
    check_service(request.get("ServiceName", ""), kind, call.region)
    endpoint = Endpoint(
        new_id("vpce"),
        vpc.id,
        kind,
        request["ServiceName"],
        request.get("PolicyDocument") or EVERYTHING,
        subnets=request.get("SubnetIds") or [],
        groups=request.get("SecurityGroupIds") or _default_group(state, vpc.id, kind),
        route_tables=request.get("RouteTableIds") or [],
        private_dns=bool(request.get("PrivateDnsEnabled", kind == "Interface")),
        tags=tags.first_tags(request, "vpc-endpoint"),
    )
    with call.world.lock:
        (check_interface if kind == "Interface" else check_gateway)(call, endpoint)
        state.endpoints[endpoint.id] = endpoint
        interfaces.attach(call, endpoint.id, endpoint.subnets, endpoint.groups, _description(endpoint))
    return {"VpcEndpoint": _told(call, endpoint)}


@SERVICE.action
def describe_vpc_endpoints(call: Call, request: Document) -> Document:
    named = [_found(call, id_) for id_ in request.get("VpcEndpointIds") or call.state(Ec2State).endpoints]
    left, token = listed(named, request, _facts)
    return {"VpcEndpoints": [_told(call, endpoint) for endpoint in left], "NextToken": token}


@SERVICE.action
def modify_vpc_endpoint(call: Call, request: Document) -> Document:
    endpoint = _found(call, request["VpcEndpointId"])
    with call.world.lock:
        if "PrivateDnsEnabled" in request:
            endpoint.private_dns = bool(request["PrivateDnsEnabled"])
        if "PolicyDocument" in request or request.get("ResetPolicy"):
            endpoint.policy = EVERYTHING if request.get("ResetPolicy") else request["PolicyDocument"]
        endpoint.route_tables = _changed(
            endpoint.route_tables, request.get("AddRouteTableIds"), request.get("RemoveRouteTableIds")
        )
        endpoint.groups = _changed(
            endpoint.groups, request.get("AddSecurityGroupIds"), request.get("RemoveSecurityGroupIds")
        )
        endpoint.subnets = _changed(endpoint.subnets, request.get("AddSubnetIds"), request.get("RemoveSubnetIds"))
        interfaces.detach(call, endpoint.id)
        interfaces.attach(call, endpoint.id, endpoint.subnets, endpoint.groups, _description(endpoint))
    return {"Return": True}


@SERVICE.action
def delete_vpc_endpoints(call: Call, request: Document) -> Document:
    """What does not exist is told and hinders nothing."""
    state, unsuccessful = call.state(Ec2State), []
    for id_ in request["VpcEndpointIds"]:
        if state.endpoints.pop(id_, None) is None:
            error = {"Code": _MISSING[0], "Message": _MISSING[1].format(id_)}
            unsuccessful.append({"ResourceId": id_, "Error": error})
        interfaces.detach(call, id_)
    return {"Unsuccessful": unsuccessful}


def _found(call: Call, id_: str) -> Endpoint:
    return found(call.state(Ec2State).endpoints, id_, *_MISSING)


def _default_group(state: Ec2State, vpc: str, kind: str) -> list[str]:
    groups = [each.id for each in state.groups.values() if each.vpc == vpc and each.name == "default"]
    return groups if kind == "Interface" else []


def _changed(held: list[str], come: list[str] | None, gone: list[str] | None) -> list[str]:
    return list(dict.fromkeys([*(each for each in held if each not in (gone or [])), *(come or [])]))


def _description(endpoint: Endpoint) -> str:
    return f"VPC Endpoint Interface {endpoint.id}"


def _facts(endpoint: Endpoint) -> Facts:
    known = {"vpc-endpoint-id": endpoint.id, "vpc-id": endpoint.vpc, "service-name": endpoint.service}
    return with_tags({**known, "vpc-endpoint-type": endpoint.kind, "vpc-endpoint-state": "available"}, endpoint.tags)


def _told(call: Call, endpoint: Endpoint) -> Document:
    groups = call.state(Ec2State).groups
    return {
        "VpcEndpointId": endpoint.id,
        "VpcEndpointType": endpoint.kind,
        "VpcId": endpoint.vpc,
        "ServiceName": endpoint.service,
        "State": "available",
        "PolicyDocument": endpoint.policy,
        "RouteTableIds": endpoint.route_tables,
        "SubnetIds": endpoint.subnets,
        "Groups": [{"GroupId": id_, "GroupName": groups[id_].name} for id_ in endpoint.groups],
        "PrivateDnsEnabled": endpoint.private_dns,
        "NetworkInterfaceIds": [each.id for each in interfaces.of_owner(call, endpoint.id)],
        "CreationTimestamp": endpoint.created,
        "OwnerId": call.account,
        "RequesterManaged": False,
        "Tags": tags.shown(endpoint.tags),
    }
