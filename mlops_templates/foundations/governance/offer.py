"""The product that makes account sets, offered to those who administer accounts."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import AWSHelperFn, Output, Ref, Sub, Tags, Template
from troposphere.servicecatalog import (
    CloudFormationProduct,
    Info,
    LaunchRoleConstraint,
    Portfolio,
    PortfolioPrincipalAssociation,
    PortfolioProductAssociation,
    ProvisioningArtifactProperties,
)

from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.grants import pass_roles
from mlops_templates.foundations.team_accounts import ADMINISTRATION_ROLE, TEMPLATES
from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, PARTITION, REGION, arn

STACK_SETS = (
    "CreateStackInstances", "DeleteStackInstances", "DeleteStackSet", "DescribeStackInstance",
    "DescribeStackSet", "DescribeStackSetOperation", "ListStackInstances", "ListStackSetOperationResults",
    "TagResource", "UntagResource", "UpdateStackInstances", "UpdateStackSet",
)  # fmt: skip
STACKS = (
    "CreateStack", "DeleteStack", "DescribeStackEvents", "DescribeStackResources", "DescribeStacks", "GetTemplate",
    "SetStackPolicy", "TagResource", "UntagResource", "UpdateStack",
)  # fmt: skip


# These know no resource: what they are about does not exist yet.
UNNAMED = ("CreateStackSet", "GetTemplateSummary", "ValidateTemplate")


def add_offer(template: Template) -> None:
    add_field(template, "Access", _administrators())
    portfolio = template.add_resource(
        Portfolio(
            "Portfolio",
            DisplayName="MLOps governance",
            ProviderName="mlops-templates",
            Description="Account sets of teams",
            Tags=Tags({"mlops-templates:part": "governance"}),
        )
    )
    product = template.add_resource(_product())
    association = template.add_resource(
        PortfolioProductAssociation("TeamAccountsAssociation", PortfolioId=Ref(portfolio), ProductId=Ref(product))
    )
    template.add_resource(
        LaunchRoleConstraint(
            "TeamAccountsLaunchConstraint",
            # Service Catalog refuses the constraint of a product that is not in the portfolio yet.
            DependsOn=association,
            PortfolioId=Ref(portfolio),
            ProductId=Ref(product),
            RoleArn=_add_launch_role(template),
            Description="Account sets are made as the launch role, not as the person",
        )
    )
    template.add_resource(
        PortfolioPrincipalAssociation(
            "Administrators",
            PortfolioId=Ref(portfolio),
            PrincipalARN=Sub("arn:${AWS::Partition}:iam:::role/${AdministratorRole}"),
            PrincipalType="IAM_PATTERN",
        )
    )
    template.add_output(Output("ProductId", Value=Ref(product), Description="Product that makes account sets"))


def _product() -> CloudFormationProduct:
    template = Info(LoadTemplateFromURL=Ref("TeamAccountsTemplateUrl"))
    return CloudFormationProduct(
        "TeamAccountsProduct",
        Name="Account set of a team",
        Owner="mlops-templates",
        Description="Staging, production and development accounts of a team, in one action",
        Tags=Tags({"mlops-templates:product": "team-accounts"}),
        ProvisioningArtifactParameters=[ProvisioningArtifactProperties(Name="current", Info=template)],
        ReplaceProvisioningArtifacts=False,
    )


def _administrators() -> Field:
    return Field(
        "AdministratorRole",
        "Role of administrators",
        "Name, with its path, of the role whose holders make account sets; * stands for any characters.",
        "must be a role name of letters, digits and + = , . @ _ - / *",
        pattern=r"[A-Za-z0-9+=,.@_/*-]{1,576}",
    )


def _add_launch_role(template: Template) -> AWSHelperFn:
    through_catalog = Condition(StringEquals({"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}))
    own_buckets = Condition(StringEquals({"aws:ResourceAccount": Sub(ACCOUNT)}))
    facts = Sub(f"arn:{PARTITION}:ssm:{REGION}:{ACCOUNT}:parameter{TEMPLATES}/*")
    sets = tuple(Sub(arn("cloudformation", f"{kind}/mlops-templates-*")) for kind in ("stackset", "stackset-target"))
    stacks = Sub(arn("cloudformation", "stack/SC-*"))
    types = Sub(f"arn:{PARTITION}:cloudformation:{REGION}::type/resource/*")
    return add_foundation_role(
        template,
        FoundationRole(
            "TeamAccountsLaunch",
            name=f"mlops-templates-launch-team-accounts-{REGION}",
            duty="Service Catalog makes account sets of teams as this role",
            trust=trusts_service("servicecatalog.amazonaws.com", states_its_account=False),
            permissions=(
                Permission(tuple(f"cloudformation:{one}" for one in STACKS), (stacks,)),
                Permission(tuple(f"cloudformation:{one}" for one in STACK_SETS), (*sets, types)),
                Permission(tuple(f"cloudformation:{one}" for one in UNNAMED), ("*",)),
                Permission(("ssm:GetParameter", "ssm:GetParameters"), (facts,)),
                Permission(("s3:GetObject",), ("*",), through_catalog),
                Permission(("s3:GetObject",), (Sub(f"arn:{PARTITION}:s3:::*/*"),), own_buckets),
                pass_roles(
                    ("cloudformation.amazonaws.com",), Sub(f"arn:{PARTITION}:iam::{ACCOUNT}:role/{ADMINISTRATION_ROLE}")
                ),
            ),
        ),
    )  # fmt: skip
