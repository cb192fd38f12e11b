"""A private bucket: encrypted with the project's key, versioned, TLS only, and never deleted with its project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from awacs.aws import Action, Allow, PolicyDocument, Statement
from troposphere import AWSHelperFn, GetAtt, Output, Ref, Sub, Template, s3

from mlops_templates.blocks.guests import Guests
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import access_log_bucket, logical_id, project_bucket

READ = ("GetBucketLocation", "GetObject", "GetObjectVersion", "ListBucket")
WRITE = ("AbortMultipartUpload", "PutObject")


@dataclass(frozen=True)
class Bucket:
    """A bucket of the project."""

    identifier: str

    @property
    def name(self) -> AWSHelperFn:
        return Ref(self.identifier)


def add_bucket(
    template: Template,
    *,
    noun: str,
    purpose: str,
    key: Key,
    rules: Sequence[s3.LifecycleRule],
    readers: Guests | None = None,
    writers: Guests | None = None,
) -> Bucket:
    """The bucket, which guests may read, and write."""
    identifier = logical_id(noun, "bucket")
    template.add_resource(_bucket(identifier, noun, key, rules))
    itself, objects = GetAtt(identifier, "Arn"), Sub(f"${{{identifier}.Arn}}/*")
    others = [*_guests("Readers", READ, [itself, objects], readers), *_guests("Writers", WRITE, [objects], writers)]
    template.add_resource(tls_only_policy(identifier, *others))
    template.add_output(Output(f"{identifier}Name", Description=purpose, Value=Ref(identifier)))
    return Bucket(identifier)


def abandoned_uploads() -> s3.LifecycleRule:
    return s3.LifecycleRule(
        Id="AbandonedUploads",
        Status="Enabled",
        AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(DaysAfterInitiation=7),
    )


def replaced_versions(days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        Id="ReplacedVersions",
        Status="Enabled",
        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=days),
    )


def _bucket(identifier: str, noun: str, key: Key, rules: Sequence[s3.LifecycleRule]) -> s3.Bucket:
    encryption = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=key.arn)
    return s3.Bucket(
        identifier,
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        BucketName=Sub(project_bucket(noun)),
        BucketEncryption=s3.BucketEncryption(
            ServerSideEncryptionConfiguration=[
                s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=encryption, BucketKeyEnabled=True)
            ]
        ),
        LifecycleConfiguration=s3.LifecycleConfiguration(Rules=list(rules)),
        LoggingConfiguration=s3.LoggingConfiguration(
            DestinationBucketName=Sub(access_log_bucket()), LogFilePrefix=Sub(f"{project_bucket(noun)}/")
        ),
        # What arrives can start something: the rules decide.
        NotificationConfiguration=s3.NotificationConfiguration(
            EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
        ),
        OwnershipControls=owned_by_the_account(),
        PublicAccessBlockConfiguration=closed_to_the_public(),
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
    )


def owned_by_the_account() -> s3.OwnershipControls:
    return s3.OwnershipControls(Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")])


def closed_to_the_public() -> s3.PublicAccessBlockConfiguration:
    return s3.PublicAccessBlockConfiguration(
        BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
    )


def _guests(sid: str, actions: Sequence[str], on: Sequence[AWSHelperFn], guests: Guests | None) -> Iterator[Statement]:
    if guests is not None:
        yield Statement(
            Sid=sid,
            Effect=Allow,
            Principal=guests.principal,
            Action=[Action("s3", name) for name in actions],
            Resource=list(on),
            Condition=guests.condition,
        )


def tls_only_policy(identifier: str, *others: Statement) -> s3.BucketPolicy:
    """A policy that went before its bucket would leave the kept bucket open to plain text: so it is kept too."""
    both = [GetAtt(identifier, "Arn"), Sub(f"${{{identifier}.Arn}}/*")]
    return s3.BucketPolicy(
        f"{identifier}Policy",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Bucket=Ref(identifier),
        PolicyDocument=PolicyDocument(Version="2012-10-17", Statement=[tls_only("s3", "*", both), *others]),
    )
