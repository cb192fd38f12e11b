"""Ids of the domain and its network in SSM parameters, where templates and seeds of this account find them."""

from __future__ import annotations

from troposphere import AWSHelperFn, Output, Ref, Template, sagemaker, ssm

from mlops_templates.foundations.private_network import PrivateNetwork
from mlops_templates.naming import logical_id

PREFIX = "/mlops-templates/studio"


def add_facts(
    template: Template, *, domain: sagemaker.Domain, network: PrivateNetwork, key: AWSHelperFn, mlflow: AWSHelperFn
) -> None:
    facts: tuple[tuple[str, str, AWSHelperFn, str], ...] = (
        ("domain-id", "String", Ref(domain), "SageMaker domain"),
        ("key-arn", "String", key, "Key of home directories and spaces"),
        ("mlflow-arn", "String", mlflow, "MLflow app or tracking server, or none"),
        ("security-group-id", "String", network.security_group_id, "Security group of containers"),
        ("subnet-ids", "StringList", network.subnet_ids, "Private subnets"),
        ("vpc-id", "String", network.vpc_id, "VPC"),
    )
    for name, kind, value, description in facts:
        identifier = logical_id(name)
        template.add_resource(
            ssm.Parameter(f"{identifier}Fact", Name=f"{PREFIX}/{name}", Type=kind, Value=value, Description=description)
        )
        template.add_output(Output(identifier, Value=value, Description=description))
