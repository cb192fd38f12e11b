"""The bucket that holds published templates and seeds."""

from __future__ import annotations

from awacs.aws import Action, Bool, Condition, Deny, PolicyDocument, Principal, Statement
from troposphere import GetAtt, Sub, Tags, Template
from troposphere.s3 import (
    AbortIncompleteMultipartUpload,
    Bucket,
    BucketEncryption,
    BucketPolicy,
    LifecycleConfiguration,
    LifecycleRule,
    OwnershipControls,
    OwnershipControlsRule,
    PublicAccessBlockConfiguration,
    ServerSideEncryptionByDefault,
    ServerSideEncryptionRule,
    VersioningConfiguration,
)

from mlops_templates.naming import asset_bucket


def add_asset_bucket(template: Template) -> Bucket:
    """Encrypted, versioned, owner-enforced, private, TLS only, and kept when its stack goes."""
    bucket = template.add_resource(
        Bucket(
            "AssetBucket",
            BucketName=Sub(asset_bucket()),
            BucketEncryption=_encryption(),
            VersioningConfiguration=VersioningConfiguration(Status="Enabled"),
            OwnershipControls=OwnershipControls(Rules=[OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]),
            PublicAccessBlockConfiguration=PublicAccessBlockConfiguration(
                BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
            ),
            LifecycleConfiguration=_lifecycle(),
            Tags=Tags({"mlops-templates:part": "asset-bucket"}),
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
        )
    )
    template.add_resource(_tls_only(bucket))
    return bucket


def _encryption() -> BucketEncryption:
    # The key of S3: readers in other accounts need no grant on a key, and nothing here is secret.
    rule = ServerSideEncryptionRule(ServerSideEncryptionByDefault=ServerSideEncryptionByDefault(SSEAlgorithm="AES256"))
    return BucketEncryption(ServerSideEncryptionConfiguration=[rule])


def _lifecycle() -> LifecycleConfiguration:
    abandoned = LifecycleRule(
        Id="EndAbandonedUploads",
        Status="Enabled",
        AbortIncompleteMultipartUpload=AbortIncompleteMultipartUpload(DaysAfterInitiation=7),
    )
    return LifecycleConfiguration(Rules=[abandoned])


def _tls_only(bucket: Bucket) -> BucketPolicy:
    return BucketPolicy(
        "AssetBucketPolicy",
        Bucket=bucket.ref(),
        PolicyDocument=PolicyDocument(
            Version="2012-10-17",
            Statement=[
                Statement(
                    Sid="DenyRequestsWithoutTls",
                    Effect=Deny,
                    Principal=Principal("*"),
                    Action=[Action("s3", "*")],
                    Resource=[GetAtt(bucket, "Arn"), Sub("${AssetBucket.Arn}/*")],
                    Condition=Condition(Bool({"aws:SecureTransport": False})),
                )
            ],
        ),
        # A policy that went before its bucket would leave the kept bucket open to plain HTTP.
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
    )
