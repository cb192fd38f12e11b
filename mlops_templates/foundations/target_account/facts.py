"""What stage stacks look up here: SSM parameters, at the same names in every target account."""

from __future__ import annotations

from troposphere import AWSHelperFn, Equals, If, Not, Output, Ref, Template, ssm

from mlops_templates.foundations.private_network import PrivateNetwork
from mlops_templates.naming import logical_id

PREFIX = "/mlops-templates/target"
NETWORKED = "HasNetwork"
NOTHING = "none"
"""A parameter cannot be empty."""


def add_facts(template: Template, *, network: PrivateNetwork, key: AWSHelperFn, bucket: AWSHelperFn) -> None:
    template.add_condition(NETWORKED, Not(Equals(Ref("Network"), "none")))
    facts: tuple[tuple[str, str, AWSHelperFn, str], ...] = (
        ("bucket", "String", bucket, "Captured data, inputs and results of batch inference"),
        ("key-arn", "String", key, "Key that encrypts the data of deployed models"),
        ("security-group-id", "String", If(NETWORKED, network.security_group_id, NOTHING), "Security group, or none"),
        ("subnet-ids", "StringList", If(NETWORKED, network.subnet_ids, NOTHING), "Private subnets, or none"),
    )
    for name, kind, value, description in facts:
        identifier = logical_id(name)
        template.add_resource(
            ssm.Parameter(f"{identifier}Fact", Name=f"{PREFIX}/{name}", Type=kind, Value=value, Description=description)
        )
        template.add_output(Output(identifier, Value=value, Description=description))
