"""What a dead letter tells of the call that failed for good; rules and schedules write such letters."""

from __future__ import annotations

from typing import TypeAlias

from botocore.exceptions import ClientError

from mlops_templates.localaws.errors import AwsError

Failure: TypeAlias = AwsError | ClientError


def attributes(failure: Failure, facts: dict[str, str]) -> dict[str, dict[str, str]]:
    """Code and message of the failure among the facts that a service adds, as attributes of a message."""
    code = failure.code if isinstance(failure, AwsError) else failure.response["Error"]["Code"]
    told = {"ERROR_CODE": str(code), "ERROR_MESSAGE": str(failure) or "unknown", **facts}
    return {name: {"DataType": "String", "StringValue": value} for name, value in told.items()}
