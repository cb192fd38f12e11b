"""Route tables and their associations with subnets."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ec2 import tags
from mlops_templates.localaws.ec2.records import Facts, in_use, listed, subnet_of, table_of, vpc_of, with_tags
from mlops_templates.localaws.ec2.service import SERVICE
from mlops_templates.localaws.ec2.state import Ec2State, RouteTable, new_id
from mlops_templates.localaws.errors import AwsError

_ASSOCIATED = {"State": "associated"}


@SERVICE.action
def create_route_table(call: Call, request: Document) -> Document:
    vpc = vpc_of(call, request["VpcId"])
    table = RouteTable(new_id("rtb"), vpc.id, tags=tags.first_tags(request, "route-table"))
    call.state(Ec2State).route_tables[table.id] = table
    return {"RouteTable": _told(call, table)}


@SERVICE.action
def describe_route_tables(call: Call, request: Document) -> Document:
    named = [table_of(call, id_) for id_ in request.get("RouteTableIds") or call.state(Ec2State).route_tables]
    left, token = listed(named, request, _facts)
    return {"RouteTables": [_told(call, table) for table in left], "NextToken": token}


@SERVICE.action
def delete_route_table(call: Call, request: Document) -> Document:
    table, state = table_of(call, request["RouteTableId"]), call.state(Ec2State)
    with call.world.lock:
        used = any(table.id in endpoint.route_tables for endpoint in state.endpoints.values())
        if table.main or table.associations or used:
            raise in_use(f"The routeTable '{table.id}' has dependencies and cannot be deleted.")
        del state.route_tables[table.id]
    return {}


@SERVICE.action
def associate_route_table(call: Call, request: Document) -> Document:
    """Of one subnet, which leaves the main table with it."""
    table, state = table_of(call, request["RouteTableId"]), call.state(Ec2State)
    if not request.get("SubnetId"):
        raise AwsError("MissingParameter", "Either 'subnetId' or 'gatewayId' should be provided.")
    subnet = subnet_of(call, request["SubnetId"])
    if subnet.vpc != table.vpc:
        message = f"Route table {table.id} and subnet {subnet.id} belong to different networks"
        raise AwsError("InvalidParameterValue", message)
    with call.world.lock:
        for other in state.route_tables.values():
            if subnet.id in other.associations.values():
                message = f"the specified association for route table {table.id} conflicts with an existing association"
                raise AwsError("Resource.AlreadyAssociated", message)
        id_ = new_id("rtbassoc")
        table.associations[id_] = subnet.id
    return {"AssociationId": id_, "AssociationState": _ASSOCIATED}


@SERVICE.action
def disassociate_route_table(call: Call, request: Document) -> Document:
    id_ = request["AssociationId"]
    for table in call.state(Ec2State).route_tables.values():
        if table.associations.pop(id_, None):
            return {}
    raise AwsError("InvalidAssociationID.NotFound", f"The association ID '{id_}' does not exist")


def _facts(table: RouteTable) -> Facts:
    known = {"route-table-id": table.id, "vpc-id": table.vpc, "association.main": bool(table.main)}
    subnets, ids = list(table.associations.values()), list(table.associations)
    return with_tags(
        {**known, "association.subnet-id": subnets, "association.route-table-association-id": ids}, table.tags
    )


def _told(call: Call, table: RouteTable) -> Document:
    state = call.state(Ec2State)
    common = {"RouteTableId": table.id, "AssociationState": _ASSOCIATED}
    main = [{**common, "RouteTableAssociationId": table.main, "Main": True}] if table.main else []
    local = {"DestinationCidrBlock": state.vpcs[table.vpc].cidr, "GatewayId": "local", "State": "active"}
    ways = [
        {"DestinationPrefixListId": f"pl-{each.service.rpartition('.')[2]}", "GatewayId": each.id, "State": "active"}
        for each in state.endpoints.values()
        if table.id in each.route_tables
    ]
    return {
        "RouteTableId": table.id,
        "VpcId": table.vpc,
        "OwnerId": call.account,
        "Associations": [
            *main,
            *(
                {**common, "RouteTableAssociationId": id_, "SubnetId": subnet, "Main": False}
                for id_, subnet in table.associations.items()
            ),
        ],
        "Routes": [{**local, "Origin": "CreateRouteTable"}, *ways],
        "PropagatingVgws": [],
        "Tags": tags.shown(table.tags),
    }
