"""The bucket of a target account: captured requests, inputs and results of batch inference. It outlives its stack."""

from __future__ import annotations

from awacs.aws import PolicyDocument
from troposphere import AWSHelperFn, Equals, GetAtt, If, Not, NoValue, Ref, Sub, Template, s3

from mlops_templates.blocks.bucket import (
    abandoned_uploads,
    closed_to_the_public,
    owned_by_the_account,
    replaced_versions,
)
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.foundations.form import Field, add_field
from mlops_templates.foundations.target_account.names import BUCKET

LOGGED = "HasAccessLogBucket"


def add_target_bucket(template: Template, *, key: AWSHelperFn) -> s3.Bucket:
    _add_form(template)
    default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=key)
    encryption = s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default, BucketKeyEnabled=True)
    bucket = template.add_resource(
        s3.Bucket(
            "Bucket",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            BucketName=Sub(BUCKET),
            BucketEncryption=s3.BucketEncryption(ServerSideEncryptionConfiguration=[encryption]),
            LifecycleConfiguration=s3.LifecycleConfiguration(Rules=[abandoned_uploads(), replaced_versions(180)]),
            LoggingConfiguration=If(
                LOGGED,
                s3.LoggingConfiguration(
                    DestinationBucketName=Ref("AccessLogBucket"), LogFilePrefix="mlops-templates-target/"
                ),
                NoValue,
            ),
            # Arriving input starts batch inference.
            NotificationConfiguration=s3.NotificationConfiguration(
                EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
            ),
            OwnershipControls=owned_by_the_account(),
            PublicAccessBlockConfiguration=closed_to_the_public(),
            VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        )
    )
    both = [GetAtt("Bucket", "Arn"), Sub("${Bucket.Arn}/*")]
    template.add_resource(
        s3.BucketPolicy(
            "BucketPolicy",
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
            Bucket=Ref("Bucket"),
            PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only("s3", "*", both)]),
        )
    )
    return bucket


def _add_form(template: Template) -> None:
    add_field(
        template,
        "Data",
        Field(
            "AccessLogBucket",
            "Bucket of access logs",
            "Bucket of this account and region that takes the access log of the data bucket. Empty: no access log.",
            "must be a bucket name, or empty",
            pattern=r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|",
            default="",
            longest=63,
        ),
    )
    template.add_condition(LOGGED, Not(Equals(Ref("AccessLogBucket"), "")))
