"""Where jobs run: in subnets of the account, without a way to the internet, or in the network of SageMaker (R14)."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import AWSHelperFn, Parameter, Ref, Template

from mlops_templates.blocks.parameter import NETWORK, add_parameter

SUBNETS, GROUPS = "SubnetIds", "SecurityGroupIds"


@dataclass(frozen=True)
class NetworkChoice:
    """Subnets and security groups as texts with commas; both empty: no network of the account."""

    subnets: AWSHelperFn
    security_groups: AWSHelperFn

    def environment(self) -> dict[str, AWSHelperFn | str]:
        return {"SUBNET_IDS": self.subnets, "SECURITY_GROUP_IDS": self.security_groups}


def add_network_choice(template: Template) -> NetworkChoice:
    subnets = _add_ids(template, SUBNETS, kind="subnet", purpose="Subnets of jobs")
    groups = _add_ids(template, GROUPS, kind="sg", purpose="Security groups of jobs")
    return NetworkChoice(subnets=subnets, security_groups=groups)


def _add_ids(template: Template, name: str, *, kind: str, purpose: str) -> Ref:
    return add_parameter(
        template,
        Parameter(
            name,
            Type="String",
            Default="",
            MaxLength=512,
            AllowedPattern=f"^({kind}-[0-9a-f]+(,{kind}-[0-9a-f]+)*)?$",
            ConstraintDescription=f"must be {kind}-... ids with commas, or empty",
            Description=f"{purpose}, of one VPC; empty: the network of SageMaker",
        ),
        group=NETWORK,
    )
