"""What a test is told when a stack or a project did not come about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

REST = ("cancelled", "The following resource(s) failed")
"""How reasons begin that only follow from another."""


class StackFailedError(AssertionError):
    """CloudFormation refused a stack, or it came to rest elsewhere than it should; the message has the reasons."""


class ProjectFailedError(AssertionError):
    """SageMaker refused a project, or it failed; the message has the reasons."""


def refused(what: str, error: ClientError) -> str:
    """What AWS said to a request."""
    told = error.response["Error"]
    return f"{what} was refused\n  {told.get('Code')}: {told.get('Message')}"


def failed(what: str, status: str, events: Sequence[dict[str, Any]]) -> str:
    """A status, and the reason of each resource that failed by itself in the last operation, the first one first."""
    return "\n".join([f"{what} is in {status}", *(f"  {line}" for line in _reasons(events))])


def _reasons(events: Sequence[dict[str, Any]]) -> list[str]:
    """From events as AWS lists them, the newest first."""
    told: list[str] = []
    for event in events:
        reason = event.get("ResourceStatusReason", "")
        if event["ResourceStatus"].endswith("_FAILED") and reason and not _follows(reason):
            told.append(f"{event['LogicalResourceId']} ({event['ResourceType']}) {event['ResourceStatus']}: {reason}")
        if reason == "User Initiated":
            break
    return told[::-1]


def _follows(reason: str) -> bool:
    return any(words in reason for words in REST)
