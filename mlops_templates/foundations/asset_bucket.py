"""The bucket that holds published templates and seeds."""

from __future__ import annotations

from troposphere import Ref, Sub, Tags, Template
from troposphere.s3 import (
    Bucket,
    BucketEncryption,
    CorsConfiguration,
    CorsRules,
    LifecycleConfiguration,
    LoggingConfiguration,
    ServerSideEncryptionByDefault,
    ServerSideEncryptionRule,
    VersioningConfiguration,
)

from mlops_templates.blocks.bucket import abandoned_uploads, closed_to_the_public, owned_by_the_account, tls_only_policy
from mlops_templates.naming import asset_bucket


def add_asset_bucket(template: Template, *, logs: Bucket) -> Bucket:
    """Encrypted, versioned, owner-enforced, private, TLS only, and kept when its stack goes."""
    bucket = template.add_resource(
        Bucket(
            "AssetBucket",
            # S3 delivers only where the policy lets it.
            DependsOn=f"{logs.title}Policy",
            BucketName=Sub(asset_bucket()),
            BucketEncryption=_encryption(),
            VersioningConfiguration=VersioningConfiguration(Status="Enabled"),
            OwnershipControls=owned_by_the_account(),
            PublicAccessBlockConfiguration=closed_to_the_public(),
            LifecycleConfiguration=LifecycleConfiguration(Rules=[abandoned_uploads()]),
            LoggingConfiguration=LoggingConfiguration(DestinationBucketName=Ref(logs), LogFilePrefix="assets/"),
            CorsConfiguration=CorsConfiguration(CorsRules=[_studio()]),
            Tags=Tags({"mlops-templates:part": "asset-bucket"}),
            DeletionPolicy="RetainExceptOnCreate",
            UpdateReplacePolicy="Retain",
        )
    )
    template.add_resource(tls_only_policy("AssetBucket"))
    return bucket


def _studio() -> CorsRules:
    """The browser of somebody in Studio reads project templates here, as SageMaker's guide asks."""
    told = ("delete-marker", "id-2", "request-id", "server-side-encryption", "version-id")
    return CorsRules(
        AllowedHeaders=["*"],
        AllowedMethods=["DELETE", "GET", "HEAD", "POST", "PUT"],
        AllowedOrigins=["https://*.sagemaker.aws"],
        ExposedHeaders=["ETag", *(f"x-amz-{word}" for word in told)],
    )


def _encryption() -> BucketEncryption:
    # The key of S3: readers in other accounts need no grant on a key, and nothing here is secret.
    rule = ServerSideEncryptionRule(ServerSideEncryptionByDefault=ServerSideEncryptionByDefault(SSEAlgorithm="AES256"))
    return BucketEncryption(ServerSideEncryptionConfiguration=[rule])
