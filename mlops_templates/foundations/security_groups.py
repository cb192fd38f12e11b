"""Who may talk to whom in a network made here: containers among themselves and with endpoints, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from troposphere import AWSHelperFn, Ref, Template, ec2


@dataclass(frozen=True)
class SecurityGroups:
    """Ids of the group of containers and of the group of endpoints."""

    workloads: AWSHelperFn
    endpoints: AWSHelperFn


def add_security_groups(template: Template, vpc: ec2.VPC, condition: str) -> SecurityGroups:
    workloads = template.add_resource(
        ec2.SecurityGroup(
            "WorkloadSecurityGroup",
            Condition=condition,
            GroupDescription="Containers: they talk to each other and, encrypted, to endpoints of AWS services",
            VpcId=Ref(vpc),
            SecurityGroupEgress=[_https("To endpoints of AWS services: no route leads further", CidrIp="0.0.0.0/0")],
        )
    ).get_att("GroupId")
    _add_rules_among(template, workloads, condition)
    endpoints = template.add_resource(
        ec2.SecurityGroup(
            "EndpointSecurityGroup",
            Condition=condition,
            GroupDescription="Endpoints of AWS services: they take encrypted requests of containers",
            VpcId=Ref(vpc),
            SecurityGroupIngress=[_https("Requests of containers", SourceSecurityGroupId=workloads)],
            # Without a rule of its own a group may reach everything.
            SecurityGroupEgress=[_https("Nothing: endpoints only answer", CidrIp="127.0.0.1/32")],
        )
    ).get_att("GroupId")
    return SecurityGroups(workloads, endpoints)


def _add_rules_among(template: Template, group: AWSHelperFn, condition: str) -> None:
    """Distributed jobs and the kernels of Studio use ports of their choice."""
    ports: dict[str, Any] = {
        "IpProtocol": "tcp",
        "FromPort": 0,
        "ToPort": 65535,
        "Description": "Containers among themselves",
    }
    template.add_resource(
        ec2.SecurityGroupIngress(
            "WorkloadIngress", Condition=condition, GroupId=group, SourceSecurityGroupId=group, **ports
        )
    )
    template.add_resource(
        ec2.SecurityGroupEgress(
            "WorkloadEgress", Condition=condition, GroupId=group, DestinationSecurityGroupId=group, **ports
        )
    )


def _https(description: str, **other: Any) -> ec2.SecurityGroupRule:
    return ec2.SecurityGroupRule(Description=description, IpProtocol="tcp", FromPort=443, ToPort=443, **other)
