"""What AWS refuses of a VPC endpoint."""

from __future__ import annotations

from collections import Counter

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.ec2.records import group_of, subnet_of, table_of
from mlops_templates.localaws.ec2.state import Ec2State, Endpoint
from mlops_templates.localaws.errors import AwsError


def check_interface(call: Call, endpoint: Endpoint) -> None:
    """One subnet of the VPC for each zone, groups of the VPC, and names that resolve once.

    Raises:
        AwsError
    """
    if endpoint.route_tables:
        raise AwsError("InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint.")
    subnets = [subnet_of(call, id_) for id_ in endpoint.subnets]
    if strange := [each.id for each in subnets if each.vpc != endpoint.vpc]:
        raise AwsError("InvalidParameter", f"The subnet {strange[0]} does not belong to VPC {endpoint.vpc}.")
    zones = Counter(each.zone for each in subnets)
    if twice := [each.id for each in subnets if zones[each.zone] > 1]:
        message = f"Found another VPC endpoint subnet in the availability zone of {twice[-1]}. VPC endpoint subnets "
        wanted = "should be in different availability zones supported by the VPC endpoint service."
        raise AwsError("DuplicateSubnetsInSameZone", message + wanted)
    for id_ in endpoint.groups:
        if group_of(call, id_).vpc != endpoint.vpc:
            raise AwsError("InvalidParameter", f"The security group {id_} does not belong to VPC {endpoint.vpc}.")
    if endpoint.private_dns:
        _check_names(call.state(Ec2State), endpoint, call.region)


def _check_names(state: Ec2State, endpoint: Endpoint, region: str) -> None:
    vpc = state.vpcs[endpoint.vpc]
    if not (vpc.dns_support and vpc.dns_hostnames):
        message = (
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"
        )
        raise AwsError("InvalidParameter", f"{message} for {vpc.id}")
    rivals = (each for each in state.endpoints.values() if each.vpc == vpc.id and each.private_dns)
    if any(each.service == endpoint.service for each in rivals):
        name = f"{endpoint.service.rpartition(f'{region}.')[2]}.{region}.amazonaws.com"
        message = f"private-dns-enabled cannot be set because there is already a conflicting DNS domain for {name}"
        raise AwsError("InvalidParameter", f"{message} in the VPC {vpc.id}")


def check_gateway(call: Call, endpoint: Endpoint) -> None:
    """Route tables of the VPC that do not lead there yet.

    Raises:
        AwsError
    """
    if endpoint.subnets or endpoint.groups:
        what = "Subnet IDs" if endpoint.subnets else "Security group IDs"
        raise AwsError("InvalidParameter", f"{what} are only supported for Interface type VPC Endpoint.")
    if endpoint.private_dns:
        raise AwsError("InvalidParameter", "Private DNS can't be enabled for Gateway type VPC Endpoint.")
    for id_ in endpoint.route_tables:
        if table_of(call, id_).vpc != endpoint.vpc:
            raise AwsError("InvalidParameter", f"Route table {id_} belongs to a different VPC than {endpoint.vpc}")
        for other in call.state(Ec2State).endpoints.values():
            if id_ in other.route_tables and other.service == endpoint.service:
                message = f"route table {id_} already has a route with destination-prefix-list-id of {other.service}"
                raise AwsError("RouteAlreadyExists", message)
