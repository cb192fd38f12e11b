"""Buckets and their policies, made by stacks."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks


def bucket(**properties: Any) -> dict[str, Any]:
    return {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}


def secured(key: str = "aws/s3") -> dict[str, Any]:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    return {
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]
        },
        "VersioningConfiguration": {"Status": "Enabled"},
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": "true",
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "LifecycleConfiguration": {
            "Rules": [
                {
                    "Id": "old-versions",
                    "Status": "Enabled",
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                },
                {"Id": "logs", "Status": "Enabled", "Prefix": "logs/", "ExpirationInDays": "90"},
            ]
        },
        "Tags": [{"Key": "own", "Value": "1"}],
    }


def test_a_template_has_a_bucket_tell_eventbridge_or_no_longer(stacks: Stacks) -> None:
    def telling(enabled: bool) -> dict[str, Any]:
        return bucket(NotificationConfiguration={"EventBridgeConfiguration": {"EventBridgeEnabled": enabled}})

    name = stacks.create(telling(True))
    made, s3 = stacks.physical(name)["Bucket"], stacks.aws.client("s3")
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=made)
    assert stacks.update(name, telling(False)) == "UPDATE_COMPLETE"
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket=made)


def test_every_setting_of_a_bucket_arrives(stacks: Stacks) -> None:
    name = stacks.create(bucket(**secured()), Tags=[{"Key": "stack", "Value": "2"}])
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made, s3 = stacks.physical(name)["Bucket"], stacks.aws.client("s3")
    rule = s3.get_bucket_encryption(Bucket=made)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert s3.get_bucket_versioning(Bucket=made)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=made)["PublicAccessBlockConfiguration"].values())
    ownership = s3.get_bucket_ownership_controls(Bucket=made)["OwnershipControls"]
    assert ownership["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=made)["Rules"]
    assert {item["ID"]: item.get("Expiration", {}).get("Days") for item in rules} == {"old-versions": None, "logs": 90}
    tags = s3.get_bucket_tagging(Bucket=made)["TagSet"]
    assert {item["Key"]: item["Value"] for item in tags} == {"own": "1", "stack": "2"}


def test_a_setting_changes_in_place(stacks: Stacks) -> None:
    name = stacks.create(bucket(**secured()))
    made = stacks.physical(name)["Bucket"]
    changed = {**secured(), "VersioningConfiguration": {"Status": "Suspended"}}
    del changed["LifecycleConfiguration"]
    assert stacks.update(name, bucket(**changed)) == "UPDATE_COMPLETE", stacks.reasons(name)
    s3 = stacks.aws.client("s3")
    assert stacks.physical(name)["Bucket"] == made
    assert s3.get_bucket_versioning(Bucket=made)["Status"] == "Suspended"
    with pytest.raises(ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=made)


def test_a_new_name_makes_a_new_bucket_and_deletes_the_old(stacks: Stacks) -> None:
    first, second = (f"bucket-{uuid.uuid4().hex}" for _ in range(2))
    name = stacks.create(bucket(BucketName=first))
    assert stacks.update(name, bucket(BucketName=second)) == "UPDATE_COMPLETE", stacks.reasons(name)
    names = [item["Name"] for item in stacks.aws.client("s3").list_buckets()["Buckets"]]
    assert second in names
    assert first not in names


def test_a_bucket_with_objects_refuses_to_go(stacks: Stacks) -> None:
    name = stacks.create(bucket())
    made, s3 = stacks.physical(name)["Bucket"], stacks.aws.client("s3")
    s3.put_object(Bucket=made, Key="data.csv", Body=b"1")
    assert stacks.delete(name) == "DELETE_FAILED"
    assert "not empty" in stacks.reasons(name)
    s3.delete_object(Bucket=made, Key="data.csv")
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_a_versioned_bucket_with_old_versions_refuses_to_go(stacks: Stacks) -> None:
    name = stacks.create(bucket(VersioningConfiguration={"Status": "Enabled"}))
    made, s3 = stacks.physical(name)["Bucket"], stacks.aws.client("s3")
    s3.put_object(Bucket=made, Key="data.csv", Body=b"1")
    s3.delete_object(Bucket=made, Key="data.csv")
    assert stacks.delete(name) == "DELETE_FAILED"


def test_a_name_that_is_taken_fails_the_stack(stacks: Stacks) -> None:
    taken = f"bucket-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    name = stacks.create(bucket(BucketName=taken))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert f"{taken} already exists" in stacks.reasons(name)


def test_a_policy_is_put_changed_and_taken_away(stacks: Stacks) -> None:
    def with_policy(action: str) -> dict[str, Any]:
        statement = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": action,
            "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        document = {"Version": "2012-10-17", "Statement": [statement]}
        policy = {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": document}
        return {**bucket(), "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": policy}}

    name, s3 = stacks.create(with_policy("s3:GetObject")), stacks.aws.client("s3")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made = stacks.physical(name)["Bucket"]
    assert "s3:GetObject" in s3.get_bucket_policy(Bucket=made)["Policy"]
    assert stacks.update(name, with_policy("s3:PutObject")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert "s3:PutObject" in s3.get_bucket_policy(Bucket=made)["Policy"]
    assert stacks.update(name, bucket()) == "UPDATE_COMPLETE"
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket=made)


def test_a_property_that_would_be_ignored_is_refused(stacks: Stacks) -> None:
    with pytest.raises(ClientError, match="not emulated: AWS::S3::Bucket WebsiteConfiguration"):
        stacks.create(bucket(WebsiteConfiguration={"IndexDocument": "index.html"}))


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        (
            {
                "LoggingConfiguration": {
                    "DestinationBucketName": "for-logs",
                    "TargetObjectKeyFormat": {"SimplePrefix": {}},
                }
            },
            "TargetObjectKeyFormat",
        ),
        (
            {
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [{"BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}]
                }
            },
            "BlockedEncryptionTypes",
        ),
        (
            {
                "LifecycleConfiguration": {
                    "Rules": [{"Status": "Enabled", "ExpirationInDays": 1}],
                    "TransitionDefaultMinimumObjectSize": "varies_by_storage_class",
                }
            },
            "TransitionDefaultMinimumObjectSize",
        ),
    ],
)
def test_a_part_of_a_setting_that_would_be_ignored_is_refused(
    stacks: Stacks, properties: dict[str, Any], named: str
) -> None:
    name = stacks.create(bucket(**properties))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert re.search(f"not emulated: .* {named}", stacks.reasons(name))


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"LifecycleConfiguration": {"Rules": [{"Status": "Enabled"}]}}, "At least one action needs to be specified"),
        (
            {
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256", "KMSMasterKeyID": "key"}}
                    ]
                }
            },
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms",
        ),
        ({"Tags": [{"Key": "aws:team", "Value": "x"}]}, "aws: prefixed tag key names are not allowed"),
        ({"Tags": [{"Key": "team", "Value": "x"}, {"Key": "team", "Value": "y"}]}, "Duplicate tag keys found: team"),
    ],
)
def test_a_setting_that_s3_does_not_take_fails_the_bucket(
    stacks: Stacks, properties: dict[str, Any], words: str
) -> None:
    name = stacks.create(bucket(**properties))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert words in stacks.reasons(name)
