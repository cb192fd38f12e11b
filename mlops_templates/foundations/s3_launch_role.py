"""The launch role of projects whose template is in S3: AWS's name for it, which people type into the form of Studio.

A role belongs to the account and not to a region, so the stack of the first region makes it; those of others bring
their policies to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import Equals, If, Output, Parameter, Ref, Sub, Tags, Template
from troposphere.iam import ManagedPolicy, Role

from mlops_templates.foundations.content_digest import add_content_digest
from mlops_templates.foundations.launch_actions import resource_uses
from mlops_templates.foundations.launch_role import STACK_ACTIONS, launch_policies
from mlops_templates.naming import ACCOUNT, IAM_PATH, PARTITION, REGION, arn, logical_id

STACK_NAME = "mlops-templates-s3-launch-role"
FILE_NAME = "0-s3-launch-role.yaml"
ROLE_NAME = "AmazonSageMakerProjectsLaunchRole"
ROLE_TAG = ("mlops-templates:part", "s3-launch-role")
MAKES_ROLE = "MakesRole"
# Execution roles of Studio: ours, and those that SageMaker's console makes.
STUDIO_ROLES = ("mlops/mlops-templates-studio-*", "service-role/AmazonSageMaker-ExecutionRole-*")


def s3_launch_role_template(products: Mapping[str, Iterable[Mapping[str, Any]]]) -> Template:
    """The template, given the templates of all products: one role makes the projects of each."""
    template = Template(Description="Launch role of mlops-templates for project templates in S3")
    template.set_version("2010-09-09")
    _add_choice(template)
    template.add_resource(
        Role(
            "LaunchRole",
            Condition=MAKES_ROLE,
            RoleName=ROLE_NAME,
            Description="CloudFormation makes SageMaker projects from templates in S3 as this role",
            AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": _trust()},
            Tags=Tags(dict([ROLE_TAG])),
        )
    )
    documents = [document for each in products.values() for document in each]
    policies = {policy.part: policy.statements for policy in launch_policies(resource_uses(documents))}
    for part, statements in {**policies, "stacks": (_stacks(), _templates())}.items():
        template.add_resource(_policy(part, statements))
    template.add_output(
        Output("MakesRole", Value=Ref("MakesLaunchRole"), Description="Whether the role is of this stack")
    )
    template.add_output(add_content_digest(template))
    return template


def _add_choice(template: Template) -> None:
    template.add_parameter(
        Parameter(
            "MakesLaunchRole",
            Type="String",
            Default="yes",
            AllowedValues=["no", "yes"],
            ConstraintDescription="must be yes or no",
            Description="no where a stack of another region has made the role; set by mlops-templates publish",
        )
    )
    template.add_condition(MAKES_ROLE, Equals(Ref("MakesLaunchRole"), "yes"))


def _trust() -> list[dict[str, object]]:
    roles = [Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:role/{pattern}") for pattern in STUDIO_ROLES]
    return [
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudformation.amazonaws.com"},
            "Action": ["sts:AssumeRole"],
        },
        {
            "Effect": "Allow",
            "Principal": {"AWS": Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:root")},
            "Action": ["sts:AssumeRole"],
            "Condition": {"ArnLike": {"aws:PrincipalArn": roles}},
        },
    ]


def _policy(part: str, statements: Iterable[Statement]) -> ManagedPolicy:
    return ManagedPolicy(
        logical_id("launch", part, "policy"),
        ManagedPolicyName=Sub(f"mlops-templates-s3-launch-{part}-{REGION}"),
        Path=IAM_PATH,
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=list(statements)),
        Roles=[If(MAKES_ROLE, Ref("LaunchRole"), ROLE_NAME)],
    )


def _stacks() -> Statement:
    return Statement(
        Sid="Stacks",
        Effect=Allow,
        Action=[Action("cloudformation", name) for name in STACK_ACTIONS],
        Resource=[Sub(arn("cloudformation", "stack/SP-*"))],
    )


def _templates() -> Statement:
    """Both read a template that is in no stack yet: they know no resource."""
    return Statement(
        Sid="Templates",
        Effect=Allow,
        Action=[Action("cloudformation", "GetTemplateSummary"), Action("cloudformation", "ValidateTemplate")],
        Resource=["*"],
    )
