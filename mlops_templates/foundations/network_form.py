"""What a person says about the network: make one, take one that is there, or none."""

from __future__ import annotations

from troposphere import Equals, Not, Ref, Template

from mlops_templates.foundations.form import SUBNET_ID, Field, add_field

GROUP = "Network"
MEANINGS = {"create": "make one", "import": "take the one named below", "none": "run outside of any VPC"}
OWN = "of the network to import; left as it is unless Network is import"
# Fields of EC2 take no empty text, so these stand for nothing.
NO_VPC, NO_SECURITY_GROUP = "vpc-00000000", "sg-00000000"


def add_network_form(template: Template, *, choices: tuple[str, ...], zones: int, asks_for_vpc: bool) -> None:
    fields = (_choice(choices), _range(), *([_vpc()] if asks_for_vpc else []), _subnets(zones), _security_group())
    for field in fields:
        add_field(template, GROUP, field)
    needed = (("VpcId", NO_VPC),) * asks_for_vpc + (
        ("SubnetIds", _no_subnets(zones)),
        ("SecurityGroupId", NO_SECURITY_GROUP),
    )
    template.add_rule(
        "ImportedNetworkIsNamed",
        {
            "RuleCondition": Equals(Ref("Network"), "import"),
            "Assertions": [
                {"Assert": Not(Equals(Ref(name), nothing)), "AssertDescription": f"Network is import: {name} is needed"}
                for name, nothing in needed
            ],
        },
    )


def _choice(choices: tuple[str, ...]) -> Field:
    words = "; ".join(f"{choice}: {MEANINGS[choice]}" for choice in choices)
    return Field(
        "Network",
        "Network",
        f"Where containers run. {words}.",
        f"must be one of {', '.join(choices)}",
        choices=choices,
        default=choices[0],
    )


def _range() -> Field:
    return Field(
        "VpcCidr",
        "Address range of the new VPC",
        "Private IPv4 range of the VPC that is made here.",
        "must be an IPv4 range of /16 to /20, for example 10.20.0.0/20",
        pattern=r"([0-9]{1,3}\.){3}[0-9]{1,3}/(1[6-9]|20)",
        default="10.20.0.0/20",
        longest=18,
    )


def _vpc() -> Field:
    return Field(
        "VpcId",
        "VPC",
        f"VPC {OWN}.",
        "must be a VPC id such as vpc-0a1b2c3d",
        pattern=r"vpc-[0-9a-f]{8,17}",
        default=NO_VPC,
        longest=21,
    )


def _subnets(zones: int) -> Field:
    return Field(
        "SubnetIds",
        "Subnets",
        f"Private subnets, in {zones} zones, separated by commas, {OWN}.",
        f"must be {zones} subnet ids or more, separated by commas",
        pattern=rf"{SUBNET_ID}(,{SUBNET_ID}){{{zones - 1},15}}",
        default=_no_subnets(zones),
    )


def _security_group() -> Field:
    return Field(
        "SecurityGroupId",
        "Security group",
        f"Security group of containers, {OWN}.",
        "must be a security group id such as sg-0a1b2c3d",
        pattern=r"sg-[0-9a-f]{8,17}",
        default=NO_SECURITY_GROUP,
        longest=20,
    )


def _no_subnets(zones: int) -> str:
    return ",".join(["subnet-00000000"] * zones)
