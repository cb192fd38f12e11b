"""AWS::S3::Bucket and AWS::S3::BucketPolicy."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.bucket_settings import PROPERTIES, configure
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.picking import policy_text
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.errors import AwsError


def _create_bucket(call: Call, resource: Resource) -> Made:
    s3, properties = call.client("s3"), resource.properties
    name = properties.get("BucketName") or resource.generated_name(63, lower=True)
    if _exists(s3, name):
        raise AwsError("AlreadyExists", f"{name} already exists")
    place = {} if call.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": call.region}}
    s3.create_bucket(Bucket=name, **place)
    with undone_by(lambda: s3.delete_bucket(Bucket=name)):
        configure(s3, name, properties, {}, resource)
    return _bucket(call, name)


def _update_bucket(call: Call, resource: Resource, old: dict[str, Any]) -> Made:
    configure(call.client("s3"), resource.physical_id, resource.properties, old, resource)
    return _bucket(call, resource.physical_id)


def _delete_bucket(call: Call, resource: Resource) -> None:
    with gone_is_fine("NoSuchBucket"):
        call.client("s3").delete_bucket(Bucket=resource.physical_id)


def _exists(s3: Any, name: str) -> bool:
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        return int(error.response["ResponseMetadata"]["HTTPStatusCode"]) == 403
    return True


def _bucket(call: Call, name: str) -> Made:
    attributes = {
        "Arn": f"arn:aws:s3:::{name}",
        "DomainName": f"{name}.s3.amazonaws.com",
        "DualStackDomainName": f"{name}.s3.dualstack.{call.region}.amazonaws.com",
        "RegionalDomainName": f"{name}.s3.{call.region}.amazonaws.com",
        "WebsiteURL": f"http://{name}.s3-website-{call.region}.amazonaws.com",
    }
    return Made(name, attributes)


def _create_policy(call: Call, resource: Resource) -> Made:
    s3, bucket = call.client("s3"), resource.properties["Bucket"]
    with gone_is_fine("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket=bucket)
        raise AwsError("AlreadyExists", f"The bucket policy already exists on bucket {bucket}.")
    return _put_policy(call, resource)


def _update_policy(call: Call, resource: Resource, old: dict[str, Any]) -> Made:
    del old
    return _put_policy(call, resource)


def _put_policy(call: Call, resource: Resource) -> Made:
    bucket = resource.properties["Bucket"]
    call.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy_text(resource.properties["PolicyDocument"]))
    return Made(bucket)


def _delete_policy(call: Call, resource: Resource) -> None:
    with gone_is_fine("NoSuchBucket", "NoSuchBucketPolicy"):
        call.client("s3").delete_bucket_policy(Bucket=resource.properties["Bucket"])


TYPES = (
    ResourceType(
        "AWS::S3::Bucket",
        create=_create_bucket,
        update=_update_bucket,
        delete=_delete_bucket,
        properties=PROPERTIES,
    ),
    ResourceType(
        "AWS::S3::BucketPolicy",
        create=_create_policy,
        update=_update_policy,
        delete=_delete_policy,
        properties=frozenset({"Bucket", "PolicyDocument"}),
    ),
)
