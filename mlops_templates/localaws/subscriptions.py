"""What SNS refuses of a subscription; moto keeps it without asking."""

from __future__ import annotations

import re

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

PROTOCOLS = frozenset(
    {"application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"},
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check(operation: str, request: Document) -> None:
    """Refuse a protocol that SNS does not speak and an address that is none.

    Raises:
        AwsError: InvalidParameter.
    """
    if operation != "Subscribe":
        return
    protocol, endpoint = str(request["Protocol"]), str(request.get("Endpoint", ""))
    if protocol not in PROTOCOLS:
        raise _invalid(f"Does not support this protocol string: {protocol}")
    if protocol.startswith("email") and not _ADDRESS.fullmatch(endpoint):
        raise _invalid("Email address")
    if protocol.startswith("http") and not endpoint.startswith(f"{protocol}://"):
        raise _invalid("Endpoint must match the specified protocol")
    if protocol == "sqs" and not endpoint.startswith("arn:"):
        raise _invalid("SQS endpoint ARN")


def _invalid(what: str) -> AwsError:
    return AwsError("InvalidParameter", f"Invalid parameter: {what}")
