"""Every request of S3 has the action that IAM knows it by."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.authorization.asking.s3 import S3Request, action_of, copied, resource_of
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


def test_a_copy_names_its_source() -> None:
    copy = S3Request("PUT", "b", "k", {}, {"x-amz-copy-source": "/other/a%20b?versionId=1"})
    assert copied(copy) == (("s3:GetObject", "arn:aws:s3:::other/a b"),)
