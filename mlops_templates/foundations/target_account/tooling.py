"""What roles of a target account share with the tooling account: who may become them, and what they read there."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import If, NoValue, Ref, Sub

from mlops_templates.duties.containers import PULL
from mlops_templates.foundations.foundation_role import Trust
from mlops_templates.foundations.target_account.names import tooling_arn, tooling_bucket, tooling_role_arn
from mlops_templates.model import Permission
from mlops_templates.naming import REGION, arn


def trusts_tooling(*duties: str) -> Trust:
    """The roles for these duties of any project in the tooling account, and of the organization if one is named."""
    roles = [Sub(tooling_role_arn(duty)) for duty in duties]
    organization = If("HasOrganization", {"aws:PrincipalOrgID": Ref("OrganizationId")}, NoValue)
    return {
        "Effect": "Allow",
        "Principal": {"AWS": Sub("arn:${AWS::Partition}:iam::${ToolingAccountId}:root")},
        "Action": ["sts:AssumeRole"],
        "Condition": {"ArnLike": {"aws:PrincipalArn": roles}, "StringEquals": organization},
    }


def look_up_facts() -> Permission:
    """What CloudFormation reads for parameters of a stage that are names of SSM parameters."""
    facts = Sub(arn("ssm", "parameter/mlops-templates/target/*"))
    return Permission(("ssm:GetParameter", "ssm:GetParameters"), (facts,))


def read_tooling_bucket(noun: str) -> tuple[Permission, ...]:
    """Models, baselines or artifacts of projects, and the keys that encrypt them, used through S3 only."""
    through_s3 = Condition(StringEquals({"kms:ViaService": Sub(f"s3.{REGION}.amazonaws.com")}))
    return (
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (Sub(tooling_bucket(noun)),)),
        Permission(("s3:GetObject", "s3:GetObjectVersion"), (Sub(f"{tooling_bucket(noun)}/*"),)),
        Permission(("kms:Decrypt", "kms:DescribeKey"), (Sub(tooling_arn("kms", "key/*")),), through_s3),
    )


def pull_tooling_images() -> Permission:
    """Images of projects, as far as the repository of a project lets this account."""
    return Permission(PULL, (Sub(tooling_arn("ecr", "repository/mlops-*")),))
