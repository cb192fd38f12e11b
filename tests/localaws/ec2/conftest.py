"""A network to try things in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.localaws.conftest import Aws


@dataclass(frozen=True)
class Network:
    """A VPC of /16 with a subnet in each of two zones, a route table, and a security group."""

    aws: Aws
    vpc: str
    subnets: tuple[str, str]
    table: str
    group: str

    @property
    def api(self) -> Any:
        return self.aws.client("ec2")


@pytest.fixture
def network(aws: Aws) -> Network:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for number, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="work", Description="containers")["GroupId"]
    return Network(aws, vpc, (subnets[0], subnets[1]), table, group)
