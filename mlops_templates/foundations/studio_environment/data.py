"""ML Data buckets of projects: everybody reads, data scientists bring inputs."""

from __future__ import annotations

from awacs.aws import Condition, StringEquals
from troposphere import Sub

from mlops_templates.model import Permission
from mlops_templates.naming import ACCOUNT, PARTITION, REGION, arn

BUCKETS = f"arn:{PARTITION}:s3:::sagemaker-*-ml-data-{ACCOUNT}"


def read_data() -> tuple[Permission, ...]:
    return (
        Permission(("s3:GetBucketLocation", "s3:ListBucket"), (Sub(BUCKETS),)),
        Permission(("s3:GetObject", "s3:GetObjectVersion"), (Sub(f"{BUCKETS}/*"),)),
        _keys("kms:Decrypt", "kms:DescribeKey"),
    )


def write_data() -> tuple[Permission, ...]:
    put = ("s3:AbortMultipartUpload", "s3:PutObject")
    inputs = tuple(Sub(f"{BUCKETS}/{prefix}/*") for prefix in ("experiments", "input"))
    return (Permission(put, inputs), _keys("kms:GenerateDataKey"))


def _keys(*actions: str) -> Permission:
    """Keys of projects, used through S3 only."""
    through_s3 = Condition(StringEquals({"kms:ViaService": Sub(f"s3.{REGION}.amazonaws.com")}))
    return Permission(actions, (Sub(arn("kms", "key/*")),), through_s3)
