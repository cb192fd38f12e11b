"""The bucket that holds the access logs of the other buckets."""

from __future__ import annotations

from awacs.aws import Action, Allow, Condition, Principal, Statement, StringEquals
from troposphere import Ref, Sub, Tags, Template
from troposphere.s3 import (
    Bucket,
    BucketEncryption,
    LifecycleConfiguration,
    LifecycleRule,
    ServerSideEncryptionByDefault,
    ServerSideEncryptionRule,
    VersioningConfiguration,
)

from mlops_templates.blocks.bucket import (
    abandoned_uploads,
    closed_to_the_public,
    owned_by_the_account,
    replaced_versions,
    tls_only_policy,
)
from mlops_templates.naming import access_log_bucket

KEPT_DAYS = 400
# A log of the logs would never end. docs/security.md says so too.
NOT_LOGGED = {"checkov": {"skip": [{"id": "CKV_AWS_18", "comment": "A log of the access logs would never end"}]}}


def add_access_log_bucket(template: Template) -> Bucket:
    """Private, versioned, expiring; only the log delivery of S3 writes to it. It is kept when its stack goes."""
    bucket = template.add_resource(
        Bucket(
            "AccessLogBucket",
            BucketName=Sub(access_log_bucket()),
            # The log delivery of S3 cannot use a key of an account's own policy without a grant on it.
            BucketEncryption=_encryption(),
            LifecycleConfiguration=LifecycleConfiguration(
                Rules=[
                    abandoned_uploads(),
                    LifecycleRule(Id="OldLogs", Status="Enabled", ExpirationInDays=KEPT_DAYS),
                    replaced_versions(30),
                ]
            ),
            Metadata=NOT_LOGGED,
            OwnershipControls=owned_by_the_account(),
            PublicAccessBlockConfiguration=closed_to_the_public(),
            VersioningConfiguration=VersioningConfiguration(Status="Enabled"),
            Tags=Tags({"mlops-templates:part": "access-log-bucket"}),
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
        )
    )
    template.add_resource(tls_only_policy("AccessLogBucket", _delivery()))
    return bucket


def _encryption() -> BucketEncryption:
    rule = ServerSideEncryptionRule(ServerSideEncryptionByDefault=ServerSideEncryptionByDefault(SSEAlgorithm="AES256"))
    return BucketEncryption(ServerSideEncryptionConfiguration=[rule])


def _delivery() -> Statement:
    return Statement(
        Sid="LogDelivery",
        Effect=Allow,
        Principal=Principal("Service", "logging.s3.amazonaws.com"),
        Action=[Action("s3", "PutObject")],
        Resource=[Sub("${AccessLogBucket.Arn}/*")],
        Condition=Condition(StringEquals({"aws:SourceAccount": Ref("AWS::AccountId")})),
    )
