"""Networks as they are made, told and taken apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import policy
from tests.localaws.conftest import Aws
from tests.localaws.ec2.conftest import Network

KMS = "com.amazonaws.us-east-1.kms"


def interface(network: Network, **more: Any) -> dict[str, Any]:
    asked = {"VpcEndpointType": "Interface", "ServiceName": KMS, "SubnetIds": list(network.subnets)}
    return dict(network.api.create_vpc_endpoint(VpcId=network.vpc, **asked, **more)["VpcEndpoint"])


def test_a_range_is_told_without_the_bits_of_a_host(aws: Aws) -> None:
    vpc = aws.client("ec2").create_vpc(CidrBlock="100.68.0.18/18")["Vpc"]
    assert vpc["CidrBlock"] == "100.68.0.0/18"


def test_a_subnet_lies_in_a_zone_and_tells_what_is_free(network: Network) -> None:
    [told] = network.api.describe_subnets(SubnetIds=[network.subnets[1]])["Subnets"]
    assert (told["AvailabilityZone"], told["AvailabilityZoneId"]) == ("us-east-1b", "use1-az2")
    assert told["AvailableIpAddressCount"] == 251


def test_tags_are_given_changed_and_found_by(network: Network) -> None:
    network.api.create_tags(Resources=[network.vpc], Tags=[{"Key": "team", "Value": network.vpc}])
    asked = [{"Name": "tag:team", "Values": [network.vpc]}]
    assert [vpc["VpcId"] for vpc in network.api.describe_vpcs(Filters=asked)["Vpcs"]] == [network.vpc]
    network.api.delete_tags(Resources=[network.vpc], Tags=[{"Key": "team"}])
    assert network.api.describe_vpcs(Filters=asked)["Vpcs"] == []


def test_a_new_group_lets_everything_out_until_a_rule_of_its_own(network: Network) -> None:
    [told] = network.api.describe_security_groups(GroupIds=[network.group])["SecurityGroups"]
    assert told["IpPermissions"] == []
    assert [rule["IpProtocol"] for rule in told["IpPermissionsEgress"]] == ["-1"]


def test_a_rule_has_an_id_by_which_it_is_taken_away(network: Network) -> None:
    asked = {"GroupId": network.group, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}
    [rule] = network.api.authorize_security_group_ingress(**asked)["SecurityGroupRules"]
    found = network.api.describe_security_group_rules(SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])
    assert found["SecurityGroupRules"][0]["CidrIpv4"] == "10.0.0.0/8"
    ids = [rule["SecurityGroupRuleId"]]
    network.api.revoke_security_group_ingress(GroupId=network.group, SecurityGroupRuleIds=ids)
    [told] = network.api.describe_security_groups(GroupIds=[network.group])["SecurityGroups"]
    assert told["IpPermissions"] == []


def test_an_endpoint_has_an_interface_in_each_of_its_subnets(network: Network) -> None:
    made = interface(network, SecurityGroupIds=[network.group])
    asked = [{"Name": "vpc-id", "Values": [network.vpc]}]
    found = network.api.describe_network_interfaces(Filters=asked)["NetworkInterfaces"]
    assert sorted(each["NetworkInterfaceId"] for each in found) == sorted(made["NetworkInterfaceIds"])
    assert {each["SubnetId"] for each in found} == set(network.subnets)


def test_a_gateway_endpoint_is_a_route(network: Network) -> None:
    made = network.api.create_vpc_endpoint(
        VpcId=network.vpc, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[network.table]
    )["VpcEndpoint"]
    [told] = network.api.describe_route_tables(RouteTableIds=[network.table])["RouteTables"]
    assert [route["GatewayId"] for route in told["Routes"]] == ["local", made["VpcEndpointId"]]


def test_a_network_goes_from_the_inside_out(network: Network) -> None:
    api, made = network.api, interface(network, SecurityGroupIds=[network.group])
    api.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
    api.delete_security_group(GroupId=network.group)
    for subnet in network.subnets:
        api.delete_subnet(SubnetId=subnet)
    api.delete_route_table(RouteTableId=network.table)
    api.delete_vpc(VpcId=network.vpc)
    asked = [{"Name": "vpc-id", "Values": [network.vpc]}]
    assert api.describe_security_groups(Filters=asked)["SecurityGroups"] == []


def test_who_may_not_make_a_network_is_told_so_in_the_words_of_ec2(aws: Aws) -> None:
    person = aws.account.as_role(aws.account.role("no-networks", allows=["s3:*"]))
    with pytest.raises(ClientError, match=r"\(UnauthorizedOperation\).*You are not authorized.*ec2:CreateVpc"):
        person.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")


def test_a_subnet_is_asked_for_with_its_network(aws: Aws, network: Network) -> None:
    own = {"Effect": "Allow", "Action": "ec2:CreateSubnet", "Resource": "arn:aws:ec2:*:*:subnet/*"}
    here = {**own, "Resource": f"arn:aws:ec2:*:*:vpc/{network.vpc}"}
    narrow = aws.account.as_role(aws.account.role("half-subnets", allows=json.loads(policy(own))))
    with pytest.raises(ClientError, match=f"ec2:CreateSubnet on resource: .*vpc/{network.vpc}"):
        narrow.client("ec2").create_subnet(VpcId=network.vpc, CidrBlock="10.0.9.0/24")
    wide = aws.account.as_role(aws.account.role("whole-subnets", allows=json.loads(policy(own, here))))
    wide.client("ec2").create_subnet(VpcId=network.vpc, CidrBlock="10.0.9.0/24")


def test_a_flow_log_hands_its_role_over(aws: Aws, network: Network) -> None:
    role = aws.role("flows-of-a-test", "vpc-flow-logs")
    asked = {"ResourceType": "VPC", "ResourceIds": [network.vpc], "TrafficType": "ALL", "LogGroupName": "flows"}
    person = aws.account.as_role(aws.account.role("no-passing", allows=["ec2:*"]))
    with pytest.raises(ClientError, match="iam:PassRole on resource"):
        person.client("ec2").create_flow_logs(**asked, DeliverLogsPermissionArn=role)
    made = network.api.create_flow_logs(**asked, DeliverLogsPermissionArn=role)
    again = network.api.create_flow_logs(**asked, DeliverLogsPermissionArn=role)
    assert len(made["FlowLogIds"]) == 1
    assert [each["Error"]["Code"] for each in again["Unsuccessful"]] == ["FlowLogAlreadyExists"]
