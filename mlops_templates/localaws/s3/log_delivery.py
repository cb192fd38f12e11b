"""Whether a bucket takes access logs: its policy lets the log delivery of S3 put objects.

Bucket policies are not moto's here, so neither is this question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from moto.s3.models import FakeBucket

from mlops_templates.localaws.errors import AwsError

SERVICE = "logging.s3.amazonaws.com"
TARGET = re.compile(rb"<TargetBucket>([^<]+)</TargetBucket>")


def leave_to_us() -> None:
    """Moto would look for a policy that it never sees."""
    FakeBucket._log_permissions_enabled_policy = staticmethod(lambda **_: True)


def require_delivery(body: bytes, policies: Mapping[str, bytes]) -> None:
    """Refuse a logging configuration whose target bucket does not let logs in."""
    target = TARGET.search(body)
    if target and not _takes_logs(target[1].decode(), policies):
        raise AwsError(
            "InvalidTargetBucketForLogging",
            "You must either provide the necessary permissions to the logging service using a bucket policy or give "
            "the log-delivery group WRITE and READ_ACP permissions to the target bucket",
        )


def _takes_logs(bucket: str, policies: Mapping[str, bytes]) -> bool:
    statements = json.loads(policies.get(bucket, b"{}")).get("Statement", [])
    return any(_lets_in(statement, f":s3:::{bucket}/") for statement in _listed(statements))


def _lets_in(statement: dict[str, Any], objects: str) -> bool:
    principal = statement.get("Principal")
    services = _listed(principal.get("Service")) if isinstance(principal, dict) else []
    return (
        statement.get("Effect") == "Allow"
        and SERVICE in services
        and bool({"s3:PutObject", "s3:*"} & set(_listed(statement.get("Action"))))
        and any(objects in resource for resource in _listed(statement.get("Resource")))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
