"""Bucket policies are kept and do not lock loopback out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws


def tls_only(bucket: str) -> dict[str, Any]:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": False}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_bucket_that_wants_tls_can_still_be_written_over_loopback(aws: Aws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="tls-only")
    s3.put_bucket_policy(Bucket="tls-only", Policy=json.dumps(tls_only("tls-only")))
    s3.put_object(Bucket="tls-only", Key="a", Body=b"written")
    assert s3.get_object(Bucket="tls-only", Key="a")["Body"].read() == b"written"
    assert json.loads(s3.get_bucket_policy(Bucket="tls-only")["Policy"]) == tls_only("tls-only")


def test_a_policy_ends_with_its_bucket(aws: Aws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="reborn")
    s3.put_bucket_policy(Bucket="reborn", Policy=json.dumps(tls_only("reborn")))
    s3.delete_bucket(Bucket="reborn")
    s3.create_bucket(Bucket="reborn")
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="reborn")


@pytest.mark.parametrize("policy", ["{", "[]", '{"Statement": []}'])
def test_a_malformed_policy_is_refused(aws: Aws, policy: str) -> None:
    aws.client("s3").create_bucket(Bucket="malformed-policy")
    with pytest.raises(ClientError, match="MalformedPolicy"):
        aws.client("s3").put_bucket_policy(Bucket="malformed-policy", Policy=policy)


def test_a_policy_of_no_bucket_is_refused(aws: Aws) -> None:
    with pytest.raises(ClientError, match="NoSuchBucket"):
        aws.client("s3").put_bucket_policy(Bucket="nowhere", Policy=json.dumps(tls_only("nowhere")))
