"""What roles of a foundation do with its bucket and its key, and which roles they hand on."""

from __future__ import annotations

from awacs.aws import Bool, Condition, StringEquals
from troposphere import AWSHelperFn, GetAtt, Sub

from mlops_templates.model import Permission


def read_bucket(identifier: str) -> tuple[Permission, ...]:
    return (
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (GetAtt(identifier, "Arn"),)),
        Permission(("s3:GetObject", "s3:GetObjectVersion"), (Sub(f"${{{identifier}.Arn}}/*"),)),
    )


def put_objects(identifier: str, prefix: str = "") -> Permission:
    return Permission(("s3:AbortMultipartUpload", "s3:PutObject"), (Sub(f"${{{identifier}.Arn}}/{prefix}*"),))


def use_key(key: AWSHelperFn) -> Permission:
    return Permission(("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"), (key,))


def grant_key(key: AWSHelperFn) -> Permission:
    """SageMaker grants itself the key for the disks of jobs and endpoints."""
    return Permission(("kms:CreateGrant",), (key,), Condition(Bool({"kms:GrantIsForAWSResource": True})))


def pass_roles(services: tuple[str, ...], *roles: AWSHelperFn) -> Permission:
    to: str | list[str] = list(services) if len(services) > 1 else services[0]
    return Permission(("iam:PassRole",), roles, Condition(StringEquals({"iam:PassedToService": to})))
