"""The settings of an S3 bucket: one property of the template, one pair of API calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.bucket_lifecycle import lifecycle
from mlops_templates.localaws.cloudformation.picking import refuse_others
from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.tagging import tag_list
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated


@dataclass(frozen=True)
class _Setting:
    put: Callable[[Any, str, Any], object]
    clear: Callable[[Any, str], object]


def configure(s3: Any, bucket: str, properties: Document, old: Document, resource: Resource) -> None:
    """Bring the settings of a bucket from the old properties to the new ones."""
    for name, setting in _SETTINGS.items():
        if name in properties and properties[name] != old.get(name):
            setting.put(s3, bucket, properties[name])
        elif name in old and name not in properties:
            setting.clear(s3, bucket)
    if resource.tags:
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list(resource.tags)})
    elif resource.old_tags:
        s3.delete_bucket_tagging(Bucket=bucket)


def _encryption(value: Document) -> Document:
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        refuse_others(rule, {"BucketKeyEnabled", "ServerSideEncryptionByDefault"}, "AWS::S3::Bucket BucketEncryption")
        default = rule.get("ServerSideEncryptionByDefault")
        if default and default["SSEAlgorithm"] == "AES256" and "KMSMasterKeyID" in default:
            message = "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse"
            raise AwsError("InvalidArgument", message)
        found = {"ApplyServerSideEncryptionByDefault": default} if default else {}
        rules.append({**found, "BucketKeyEnabled": rule.get("BucketKeyEnabled", False)})
    return {"Rules": rules}


def _logging(value: Document) -> Document:
    refuse_others(value, {"DestinationBucketName", "LogFilePrefix"}, "AWS::S3::Bucket LoggingConfiguration")
    if not value.get("DestinationBucketName"):
        raise not_emulated("AWS::S3::Bucket LoggingConfiguration without DestinationBucketName")
    target = {"TargetBucket": value["DestinationBucketName"], "TargetPrefix": value.get("LogFilePrefix", "")}
    return {"LoggingEnabled": target}


def _cors(value: Document) -> Document:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    return {"CORSRules": [{names.get(key, key): item for key, item in rule.items()} for rule in value["CorsRules"]]}


def _notifications(value: Document) -> Document:
    refuse_others(value, {"EventBridgeConfiguration"}, "AWS::S3::Bucket NotificationConfiguration")
    told = value.get("EventBridgeConfiguration") or {"EventBridgeEnabled": False}
    return {"EventBridgeConfiguration": {}} if str(told["EventBridgeEnabled"]).lower() == "true" else {}


_SETTINGS = {
    "BucketEncryption": _Setting(
        lambda s3, bucket, value: s3.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration=_encryption(value)
        ),
        lambda s3, bucket: s3.delete_bucket_encryption(Bucket=bucket),
    ),
    "VersioningConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=value),
        lambda s3, bucket: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}),
    ),
    "LifecycleConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration=lifecycle(value)
        ),
        lambda s3, bucket: s3.delete_bucket_lifecycle(Bucket=bucket),
    ),
    "PublicAccessBlockConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=value),
        lambda s3, bucket: s3.delete_public_access_block(Bucket=bucket),
    ),
    "OwnershipControls": _Setting(
        lambda s3, bucket, value: s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=value),
        lambda s3, bucket: s3.delete_bucket_ownership_controls(Bucket=bucket),
    ),
    "LoggingConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=_logging(value)),
        lambda s3, bucket: s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={}),
    ),
    "NotificationConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration=_notifications(value)
        ),
        lambda s3, bucket: s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={}),
    ),
    "CorsConfiguration": _Setting(
        lambda s3, bucket, value: s3.put_bucket_cors(Bucket=bucket, CORSConfiguration=_cors(value)),
        lambda s3, bucket: s3.delete_bucket_cors(Bucket=bucket),
    ),
}

PROPERTIES = frozenset(_SETTINGS) | {"BucketName", "Tags"}
"""The properties of AWS::S3::Bucket that are honoured."""
