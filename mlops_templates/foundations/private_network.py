"""A network without a way to the internet: made here, or one that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Cidr, Equals, GetAZs, If, Join, Ref, Select, Sub, Tags, Template, ec2

from mlops_templates.foundations.flow_log import add_flow_log
from mlops_templates.foundations.network_form import add_network_form
from mlops_templates.foundations.security_groups import add_security_groups
from mlops_templates.naming import REGION, logical_id

MADE = "MakesNetwork"
HOST_BITS = 10
SECURITY_GROUPS = ("EndpointSecurityGroup", "WorkloadSecurityGroup")


@dataclass(frozen=True)
class PrivateNetwork:
    """Where containers run: ids of the network made here or imported, empty texts when there is none."""

    vpc_id: AWSHelperFn
    subnet_ids: AWSHelperFn
    security_group_id: AWSHelperFn


@dataclass(frozen=True)
class NetworkPlan:
    """What is asked for: subnets in so many zones, and endpoints of the services that are used from there."""

    name: str
    zones: int
    endpoints: tuple[str, ...]
    choices: tuple[str, ...] = ("create", "import")
    asks_for_vpc: bool = True
    optional_endpoints: tuple[tuple[str, str], ...] = ()
    """Service and condition."""
    kept: bool = False
    """Whether something that outlives the stack is in the network."""


def add_private_network(
    template: Template, plan: NetworkPlan, *, boundary: AWSHelperFn | None = None
) -> PrivateNetwork:
    add_network_form(template, choices=plan.choices, zones=plan.zones, asks_for_vpc=plan.asks_for_vpc)
    template.add_condition(MADE, Equals(Ref("Network"), "create"))
    vpc = template.add_resource(
        ec2.VPC(
            "Vpc",
            Condition=MADE,
            CidrBlock=Ref("VpcCidr"),
            EnableDnsHostnames=True,
            EnableDnsSupport=True,
            Tags=Tags({"Name": plan.name}),
        )
    )
    add_flow_log(template, vpc, name=plan.name, condition=MADE, boundary=boundary)
    subnets = _add_subnets(template, vpc, plan)
    groups = add_security_groups(template, vpc, MADE)
    if plan.kept:
        _keep(template, ["Vpc", *(str(subnet.title) for subnet in subnets), *SECURITY_GROUPS])
    services = (*((service, MADE) for service in plan.endpoints), *plan.optional_endpoints)
    for service, condition in services:
        template.add_resource(_interface_endpoint(service, condition, vpc, subnets))
    return PrivateNetwork(
        vpc_id=If(MADE, Ref(vpc), Ref("VpcId")),
        subnet_ids=If(MADE, Join(",", [Ref(subnet) for subnet in subnets]), Ref("SubnetIds")),
        security_group_id=If(MADE, groups.workloads, Ref("SecurityGroupId")),
    )


def _keep(template: Template, identifiers: list[str]) -> None:
    for identifier in identifiers:
        template.resources[identifier].DeletionPolicy = "RetainExceptOnCreate"
        template.resources[identifier].UpdateReplacePolicy = "Retain"


def _add_subnets(template: Template, vpc: ec2.VPC, plan: NetworkPlan) -> list[ec2.Subnet]:
    """No route leads out: what is reached is reached through an endpoint."""
    table = template.add_resource(ec2.RouteTable("RouteTable", Condition=MADE, VpcId=Ref(vpc)))
    subnets = [template.add_resource(_subnet(vpc, plan.name, number)) for number in range(plan.zones)]
    for subnet in subnets:
        template.add_resource(
            ec2.SubnetRouteTableAssociation(
                f"{subnet.title}Routes", Condition=MADE, SubnetId=Ref(subnet), RouteTableId=Ref(table)
            )
        )
    template.add_resource(
        ec2.VPCEndpoint(
            "S3Endpoint",
            Condition=MADE,
            VpcId=Ref(vpc),
            VpcEndpointType="Gateway",
            ServiceName=Sub(f"com.amazonaws.{REGION}.s3"),
            RouteTableIds=[Ref(table)],
        )
    )
    return subnets


def _subnet(vpc: ec2.VPC, name: str, number: int) -> ec2.Subnet:
    return ec2.Subnet(
        f"PrivateSubnet{number + 1}",
        Condition=MADE,
        VpcId=Ref(vpc),
        AvailabilityZone=Select(number, GetAZs("")),
        CidrBlock=Select(number, Cidr(Ref("VpcCidr"), 4, HOST_BITS)),
        Tags=Tags({"Name": f"{name}-private-{number + 1}"}),
    )


def _interface_endpoint(service: str, condition: str, vpc: ec2.VPC, subnets: list[ec2.Subnet]) -> ec2.VPCEndpoint:
    """Of a service as AWS names it: `aws.sagemaker.REGION.studio`, or short for `com.amazonaws.REGION.<service>`."""
    name = service if service.startswith("aws.") else f"com.amazonaws.{REGION}.{service}"
    words = service.replace(f".{REGION}", "").removeprefix("aws.").replace(".", "-")
    return ec2.VPCEndpoint(
        logical_id(words, "endpoint"),
        Condition=condition,
        VpcId=Ref(vpc),
        VpcEndpointType="Interface",
        ServiceName=Sub(name),
        PrivateDnsEnabled=True,
        SubnetIds=[Ref(subnet) for subnet in subnets],
        SecurityGroupIds=[Ref("EndpointSecurityGroup")],
    )
