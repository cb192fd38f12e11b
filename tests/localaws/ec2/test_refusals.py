"""The common mistakes with networks, in the words of EC2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.ec2.conftest import Network

RULE = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
INTERFACE = {"VpcEndpointType": "Interface", "ServiceName": "com.amazonaws.us-east-1.kms"}
Attempt = Callable[[Network], Any]


def without_names(network: Network) -> Any:
    network.api.modify_vpc_attribute(VpcId=network.vpc, EnableDnsHostnames={"Value": False})
    return network.api.create_vpc_endpoint(VpcId=network.vpc, SubnetIds=[network.subnets[0]], **INTERFACE)


def one_endpoint_twice(network: Network) -> Any:
    for _ in range(2):
        network.api.create_vpc_endpoint(VpcId=network.vpc, SubnetIds=[network.subnets[0]], **INTERFACE)


def one_zone_twice(network: Network) -> Any:
    zone = {"CidrBlock": "10.0.7.0/24", "AvailabilityZone": "us-east-1a"}
    other = network.api.create_subnet(VpcId=network.vpc, **zone)["Subnet"]["SubnetId"]
    return network.api.create_vpc_endpoint(VpcId=network.vpc, SubnetIds=[network.subnets[0], other], **INTERFACE)


def one_rule_twice(network: Network) -> Any:
    for _ in range(2):
        network.api.authorize_security_group_ingress(GroupId=network.group, IpPermissions=[RULE])


def a_used_group(network: Network) -> Any:
    groups = {"SubnetIds": [network.subnets[0]], "SecurityGroupIds": [network.group]}
    network.api.create_vpc_endpoint(VpcId=network.vpc, **groups, **INTERFACE)
    return network.api.delete_security_group(GroupId=network.group)


def a_used_subnet(network: Network) -> Any:
    network.api.create_vpc_endpoint(VpcId=network.vpc, SubnetIds=[network.subnets[0]], **INTERFACE)
    return network.api.delete_subnet(SubnetId=network.subnets[0])


def a_second_association(network: Network) -> Any:
    for _ in range(2):
        network.api.associate_route_table(RouteTableId=network.table, SubnetId=network.subnets[0])


CASES: dict[str, tuple[Attempt, str, str]] = {
    "a network too large": (
        lambda it: it.api.create_vpc(CidrBlock="10.0.0.0/8"), "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid."),
    "a range that is none": (
        lambda it: it.api.create_vpc(CidrBlock="10.0.0/16"), "InvalidParameterValue", "This is not a valid CIDR block"),
    "a subnet outside": (
        lambda it: it.api.create_subnet(VpcId=it.vpc, CidrBlock="10.1.0.0/24"), "InvalidSubnet.Range",
        "The CIDR '10.1.0.0/24' is invalid."),
    "a subnet over another": (
        lambda it: it.api.create_subnet(VpcId=it.vpc, CidrBlock="10.0.0.128/25"), "InvalidSubnet.Conflict",
        "The CIDR '10.0.0.128/25' conflicts with another subnet"),
    "a zone that is none": (
        lambda it: it.api.create_subnet(VpcId=it.vpc, CidrBlock="10.0.9.0/24", AvailabilityZone="us-east-1z"),
        "InvalidParameterValue", "Subnets can currently only be created in the following availability zones"),
    "a network that is not there": (
        lambda it: it.api.create_subnet(VpcId="vpc-0000000a", CidrBlock="10.0.9.0/24"), "InvalidVpcID.NotFound",
        "The vpc ID 'vpc-0000000a' does not exist"),
    "a network that is not empty": (
        lambda it: it.api.delete_vpc(VpcId=it.vpc), "DependencyViolation", "has dependencies and cannot be deleted"),
    "a subnet with an endpoint": (a_used_subnet, "DependencyViolation", "has dependencies and cannot be deleted"),
    "a group of an endpoint": (a_used_group, "DependencyViolation", "has a dependent object"),
    "a group of that name": (
        lambda it: it.api.create_security_group(VpcId=it.vpc, GroupName="work", Description="again"),
        "InvalidGroup.Duplicate", "The security group 'work' already exists for VPC"),
    "the same rule": (one_rule_twice, "InvalidPermission.Duplicate", "from port: 443, to port: 443, ALLOW"),
    "a rule that is not there": (
        lambda it: it.api.revoke_security_group_ingress(GroupId=it.group, IpPermissions=[RULE]),
        "InvalidPermission.NotFound", "The specified rule does not exist in this security group."),
    "a second route table": (a_second_association, "Resource.AlreadyAssociated", "conflicts with an existing"),
    "a service that is none": (
        lambda it: it.api.create_vpc_endpoint(VpcId=it.vpc, ServiceName="com.amazonaws.eu-west-1.s3"),
        "InvalidServiceName", "does not exist"),
    "an endpoint without names": (without_names, "InvalidParameter", "Enabling private DNS requires both"),
    "names that are taken": (one_endpoint_twice, "InvalidParameter", "conflicting DNS domain"),
    "two subnets of a zone": (one_zone_twice, "DuplicateSubnetsInSameZone", "should be in different availability"),
    "a filter that nobody knows": (
        lambda it: it.api.describe_vpcs(Filters=[{"Name": "dhcp-options-id", "Values": ["x"]}]), "NotEmulated",
        "the EC2 filter dhcp-options-id"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_refused_in_the_words_of_ec2(network: Network, name: str) -> None:
    attempt, code, words = CASES[name]
    with pytest.raises(ClientError) as refused:
        attempt(network)
    assert refused.value.response["Error"]["Code"] == code
    assert words in refused.value.response["Error"]["Message"]
