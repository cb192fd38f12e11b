"""Every request of S3 has the action that IAM knows it by."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.authorization.asking.s3 import (
    S3Request,
    action_of,
    asked_of,
    conditions_of,
    resource_of,
)
from mlops_templates.localaws.authorization.asking.s3_besides import besides
from mlops_templates.localaws.authorization.reference import is_action


@pytest.mark.parametrize(
    ("method", "key", "query", "action"),
    [
        ("GET", "", "", "ListBucket"),
        ("HEAD", "", "", "ListBucket"),
        ("GET", "", "list-type=2", "ListBucket"),
        ("GET", "", "versions", "ListBucketVersions"),
        ("GET", "", "uploads", "ListBucketMultipartUploads"),
        ("GET", "", "location", "GetBucketLocation"),
        ("PUT", "", "", "CreateBucket"),
        ("DELETE", "", "", "DeleteBucket"),
        ("GET", "", "policy", "GetBucketPolicy"),
        ("PUT", "", "policy", "PutBucketPolicy"),
        ("DELETE", "", "policy", "DeleteBucketPolicy"),
        ("PUT", "", "encryption", "PutEncryptionConfiguration"),
        ("DELETE", "", "encryption", "PutEncryptionConfiguration"),
        ("PUT", "", "versioning", "PutBucketVersioning"),
        ("PUT", "", "tagging", "PutBucketTagging"),
        ("PUT", "", "publicAccessBlock", "PutBucketPublicAccessBlock"),
        ("PUT", "", "lifecycle", "PutLifecycleConfiguration"),
        ("GET", "", "logging", "GetBucketLogging"),
        ("PUT", "", "ownershipControls", "PutBucketOwnershipControls"),
        ("POST", "", "delete", "DeleteObject"),
        ("GET", "k", "", "GetObject"),
        ("HEAD", "k", "", "GetObject"),
        ("GET", "k", "versionId", "GetObjectVersion"),
        ("GET", "k", "tagging", "GetObjectTagging"),
        ("PUT", "k", "tagging", "PutObjectTagging"),
        ("GET", "k", "attributes", "GetObjectAttributes"),
        ("PUT", "k", "", "PutObject"),
        ("PUT", "k", "partNumber&uploadId", "PutObject"),
        ("POST", "k", "uploads", "PutObject"),
        ("GET", "k", "uploadId", "ListMultipartUploadParts"),
        ("DELETE", "k", "uploadId", "AbortMultipartUpload"),
        ("DELETE", "k", "", "DeleteObject"),
        ("DELETE", "k", "versionId", "DeleteObjectVersion"),
        ("DELETE", "k", "tagging", "DeleteObjectTagging"),
    ],
)
def test_a_request_is_this_action(method: str, key: str, query: str, action: str) -> None:
    asked = dict.fromkeys(query.split("&"), "1") if query else {}
    found = action_of(S3Request(method, "b", key, asked, {}))
    assert found == f"s3:{action}"
    assert is_action("s3", action)


def test_the_resource_is_the_bucket_the_object_or_everything() -> None:
    assert resource_of(S3Request("GET", "", "", {}, {})) == "*"
    assert action_of(S3Request("GET", "", "", {}, {})) == "s3:ListAllMyBuckets"
    assert resource_of(S3Request("GET", "b", "", {}, {})) == "arn:aws:s3:::b"
    assert resource_of(S3Request("GET", "b", "k/l", {}, {})) == "arn:aws:s3:::b/k/l"
    assert resource_of(S3Request("POST", "b", "", {"delete": ""}, {})) == "arn:aws:s3:::b/*"


def test_a_deletion_of_many_asks_for_each_object_and_version() -> None:
    request = S3Request("POST", "b", "", {"delete": ""}, {}, (("k", ""), ("l", "1")))
    assert asked_of(request) == (
        ("s3:DeleteObject", "arn:aws:s3:::b/k"),
        ("s3:DeleteObjectVersion", "arn:aws:s3:::b/l"),
    )


@pytest.mark.parametrize(
    ("key", "header", "value", "action", "resource"),
    [
        ("k", "x-amz-copy-source", "/other/a%20b", "GetObject", "other/a b"),
        ("k", "x-amz-copy-source", "other/a?versionId=1", "GetObjectVersion", "other/a"),
        ("k", "x-amz-tagging", "a=b", "PutObjectTagging", "b/k"),
        ("k", "x-amz-acl", "private", "PutObjectAcl", "b/k"),
        ("k", "x-amz-grant-read", "id=x", "PutObjectAcl", "b/k"),
        ("k", "x-amz-object-lock-mode", "GOVERNANCE", "PutObjectRetention", "b/k"),
        ("k", "x-amz-object-lock-legal-hold", "ON", "PutObjectLegalHold", "b/k"),
        ("", "x-amz-acl", "private", "PutBucketAcl", "b"),
        ("", "x-amz-object-ownership", "ObjectWriter", "PutBucketOwnershipControls", "b"),
    ],
)
def test_a_header_asks_for_a_right_of_its_own(key: str, header: str, value: str, action: str, resource: str) -> None:
    asked = list(besides(S3Request("PUT", "b", key, {}, {header: value})))
    assert asked == [(f"s3:{action}", f"arn:aws:s3:::{resource}")]
    assert is_action("s3", action)


def test_a_bucket_with_object_lock_asks_for_the_lock_and_for_versions() -> None:
    asked = besides(S3Request("PUT", "b", "", {}, {"x-amz-bucket-object-lock-enabled": "true"}))
    assert [action for action, _ in asked] == ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]


def test_reading_asks_for_nothing_besides() -> None:
    assert list(besides(S3Request("GET", "b", "k", {}, {"x-amz-acl": "private"}))) == []


def test_the_tags_of_a_new_object_are_conditions() -> None:
    found = conditions_of(S3Request("PUT", "b", "k", {}, {"x-amz-tagging": "team=blue&cost=1"}))
    assert found["s3:requestobjecttag/team"] == ("blue",)
    assert found["s3:requestobjecttagkeys"] == ("team", "cost")
