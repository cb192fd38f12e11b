"""Access logs go only where the policy of the target bucket lets them in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws


def log_into(aws: Aws, name: str, service: str) -> str:
    s3 = aws.client("s3")
    source, target = f"{name}-source", f"{name}-logs"
    for bucket in (source, target):
        s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": ["s3:PutObject"],
        "Resource": [f"arn:aws:s3:::{target}/*"],
    }
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    enabled = {"TargetBucket": target, "TargetPrefix": "x/"}
    s3.put_bucket_logging(Bucket=source, BucketLoggingStatus={"LoggingEnabled": enabled})
    return str(s3.get_bucket_logging(Bucket=source)["LoggingEnabled"]["TargetBucket"])


def test_a_bucket_whose_policy_lets_the_delivery_in_takes_logs(aws: Aws) -> None:
    assert log_into(aws, "delivered", "logging.s3.amazonaws.com") == "delivered-logs"


def test_a_bucket_that_lets_another_service_in_takes_no_logs(aws: Aws) -> None:
    with pytest.raises(ClientError, match="InvalidTargetBucketForLogging"):
        log_into(aws, "undelivered", "events.amazonaws.com")
