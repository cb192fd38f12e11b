from typing import Any

import pytest

from mlops_templates.policy import BucketTlsOnly
from tests.policy.linted import messages


def bucket_with(*, effect: str = "Deny", secure: object = False, of: str = "B") -> dict[str, Any]:
    statement = {"Effect": effect, "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": secure}}}
    policy = {"Bucket": {"Ref": of}, "PolicyDocument": {"Statement": [statement]}}
    return {"B": {"Type": "AWS::S3::Bucket"}, "P": {"Type": "AWS::S3::BucketPolicy", "Properties": policy}}


def test_bucket_that_denies_plain_text_is_accepted():
    assert messages(BucketTlsOnly(), bucket_with()) == []


def test_bucket_without_policy_is_refused():
    assert len(messages(BucketTlsOnly(), {"B": {"Type": "AWS::S3::Bucket"}})) == 1


@pytest.mark.parametrize(
    "fault", [{"effect": "Allow"}, {"secure": "false"}, {"secure": True}, {"of": "Other"}], ids=str
)
def test_policy_that_does_not_deny_plain_text_to_this_bucket_is_refused(fault: dict[str, Any]):
    assert len(messages(BucketTlsOnly(), bucket_with(**fault))) == 1
