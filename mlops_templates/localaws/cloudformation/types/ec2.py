"""AWS::EC2::VPC, Subnet, RouteTable and SubnetRouteTableAssociation."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.ec2_tags import retag, tagged
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.document import Document

_DNS = ("EnableDnsSupport", "EnableDnsHostnames")


def _create_vpc(call: Call, resource: Resource) -> Made:
    ec2, wanted = call.client("ec2"), picked(resource.properties, ["CidrBlock", "InstanceTenancy"])
    id_ = ec2.create_vpc(**wanted, **tagged("vpc", resource))["Vpc"]["VpcId"]
    with undone_by(lambda: ec2.delete_vpc(VpcId=id_)):
        _bring_dns(call, id_, resource.properties)
    return _vpc(call, id_)


def _update_vpc(call: Call, resource: Resource, old: Document) -> Made:
    _bring_dns(call, resource.physical_id, resource.properties)
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _bring_dns(call: Call, id_: str, properties: Document) -> None:
    defaults = {"EnableDnsSupport": True, "EnableDnsHostnames": False}
    for name in _DNS:
        value = {"Value": properties.get(name, defaults[name])}
        call.client("ec2").modify_vpc_attribute(VpcId=id_, **{name: value})


def _vpc(call: Call, id_: str) -> Made:
    ec2 = call.client("ec2")
    [vpc] = ec2.describe_vpcs(VpcIds=[id_])["Vpcs"]
    asked = [{"Name": "vpc-id", "Values": [id_]}, {"Name": "group-name", "Values": ["default"]}]
    [group] = ec2.describe_security_groups(Filters=asked)["SecurityGroups"]
    blocks = [each["AssociationId"] for each in vpc["CidrBlockAssociationSet"]]
    told = {"VpcId": id_, "CidrBlock": vpc["CidrBlock"], "DefaultSecurityGroup": group["GroupId"]}
    return Made(id_, {**told, "CidrBlockAssociations": blocks, "Ipv6CidrBlocks": []})


def _delete_vpc(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidVpcID.NotFound"):
        call.client("ec2").delete_vpc(VpcId=resource.physical_id)


def _create_subnet(call: Call, resource: Resource) -> Made:
    ec2, properties = call.client("ec2"), resource.properties
    wanted = picked(properties, ["AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId"])
    subnet = ec2.create_subnet(**wanted, **tagged("subnet", resource))["Subnet"]
    id_ = subnet["SubnetId"]
    with undone_by(lambda: ec2.delete_subnet(SubnetId=id_)):
        _bring_addresses(call, id_, properties)
    told = picked(subnet, ["AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId"])
    return Made(id_, {**told, "SubnetId": id_, "Ipv6CidrBlocks": []})


def _update_subnet(call: Call, resource: Resource, old: Document) -> Made:
    _bring_addresses(call, resource.physical_id, resource.properties)
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _bring_addresses(call: Call, id_: str, properties: Document) -> None:
    value = {"Value": properties.get("MapPublicIpOnLaunch", False)}
    call.client("ec2").modify_subnet_attribute(SubnetId=id_, MapPublicIpOnLaunch=value)


def _delete_subnet(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidSubnetID.NotFound"):
        call.client("ec2").delete_subnet(SubnetId=resource.physical_id)


def _create_table(call: Call, resource: Resource) -> Made:
    wanted = picked(resource.properties, ["VpcId"])
    id_ = call.client("ec2").create_route_table(**wanted, **tagged("route-table", resource))["RouteTable"][
        "RouteTableId"
    ]
    return Made(id_, {"RouteTableId": id_})


def _update_table(call: Call, resource: Resource, old: Document) -> Made:
    retag(call, resource)
    return Made(resource.physical_id, resource.attributes)


def _delete_table(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidRouteTableID.NotFound"):
        call.client("ec2").delete_route_table(RouteTableId=resource.physical_id)


def _associate(call: Call, resource: Resource) -> Made:
    wanted = picked(resource.properties, ["RouteTableId", "SubnetId"])
    id_ = call.client("ec2").associate_route_table(**wanted)["AssociationId"]
    return Made(id_, {"Id": id_})


def _disassociate(call: Call, resource: Resource) -> None:
    with gone_is_fine("InvalidAssociationID.NotFound"):
        call.client("ec2").disassociate_route_table(AssociationId=resource.physical_id)


TYPES = (
    ResourceType(
        "AWS::EC2::VPC",
        create=_create_vpc,
        update=_update_vpc,
        delete=_delete_vpc,
        replace_on=frozenset({"InstanceTenancy"}),
        properties=frozenset({"CidrBlock", "InstanceTenancy", "Tags", *_DNS}),
    ),
    ResourceType(
        "AWS::EC2::Subnet",
        create=_create_subnet,
        update=_update_subnet,
        delete=_delete_subnet,
        properties=frozenset(
            {"AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "MapPublicIpOnLaunch", "Tags", "VpcId"}
        ),
    ),
    ResourceType(
        "AWS::EC2::RouteTable",
        create=_create_table,
        update=_update_table,
        delete=_delete_table,
        properties=frozenset({"Tags", "VpcId"}),
    ),
    ResourceType(
        "AWS::EC2::SubnetRouteTableAssociation",
        create=_associate,
        delete=_disassociate,
        properties=frozenset({"RouteTableId", "SubnetId"}),
    ),
)
