"""One denied call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import policy
from tests.localaws.authorization.conftest import OF_THE_ACCOUNT, Person, Statement

SILENT = "because no identity-based policy allows the {} action"
EXPLICIT = "with an explicit deny in an identity-based policy"
TOPIC = '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}'


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:us-east-1:{ACCOUNT}:{resource}"


def iam_arn(resource: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:{resource}"


TRUST = policy(OF_THE_ACCOUNT)
BOUNDARY = iam_arn("policy/limits")
TEAM = {"aws:RequestTag/team": "blue"}


@dataclass(frozen=True)
class Case:
    """What a person may at first, what they ask for, how it is refused, and what they must be given."""

    name: str
    at_first: tuple[Statement, ...]
    call: Callable[[Person], Any]
    action: str
    resource: str
    mended: tuple[Statement, ...]
    why: str = SILENT
