"""What roles do with the buckets and the key of their project."""

from __future__ import annotations

from awacs.aws import Bool, Condition
from troposphere import Sub

from mlops_templates.duties.own import own, own_key
from mlops_templates.model import Permission
from mlops_templates.naming import PARTITION, project_bucket

ARTIFACTS = "artifacts"
ML_DATA = "ml-data"


def read_bucket(noun: str) -> tuple[Permission, ...]:
    return (
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (_bucket(noun),)),
        Permission(("s3:GetObject", "s3:GetObjectVersion"), (_bucket(noun, "/*"),)),
    )


def put_objects(noun: str, prefix: str = "") -> Permission:
    return Permission(("s3:AbortMultipartUpload", "s3:PutObject"), (_bucket(noun, f"/{prefix}*"),))


def delete_objects(noun: str, prefix: str) -> Permission:
    return Permission(("s3:DeleteObject",), (_bucket(noun, f"/{prefix}*"),))


def write_bucket(noun: str) -> tuple[Permission, ...]:
    return (*read_bucket(noun), put_objects(noun))


def open_with_key() -> Permission:
    return Permission(("kms:Decrypt", "kms:DescribeKey"), (own_key(),))


def use_key() -> Permission:
    return Permission(("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"), (own_key(),))


def grant_key() -> tuple[Permission, ...]:
    """SageMaker grants itself the key for the disks of jobs and endpoints."""
    grant = Permission(("kms:CreateGrant",), (own_key(),), Condition(Bool({"kms:GrantIsForAWSResource": True})))
    return (Permission(("kms:DescribeKey",), (own_key(),)), grant)


def _bucket(noun: str, suffix: str = "") -> Sub:
    return own(f"arn:{PARTITION}:s3:::{project_bucket(noun)}{suffix}")
