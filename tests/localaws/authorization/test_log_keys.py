"""A log group takes the key whose policy names CloudWatch Logs for it, and no other."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, Statement, allow

WORDS = "The specified KMS key does not exist or is not allowed to be used with LogGroup 'arn:aws:logs"
LOGS = {"Principal": {"Service": f"logs.{REGION}.amazonaws.com"}}
OWNERS = {**allow("kms:*"), "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}


def for_groups(pattern: str) -> Statement:
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{pattern}"
    return {**allow("kms:*", ArnLike={"kms:EncryptionContext:aws:logs:arn": arn}), **LOGS}


@pytest.mark.parametrize(
    ("statements", "taken"),
    [
        ([], False),
        ([for_groups("/mine/*")], True),
        ([for_groups("/theirs/*")], False),
        ([{**allow("kms:*"), **LOGS}], True),
        ([{**allow("kms:Decrypt"), **LOGS}], False),
        ([{**allow("kms:*"), "Principal": {"Service": "logs.eu-west-1.amazonaws.com"}}], False),
    ],
)
def test_the_policy_of_the_key_decides(aws: Aws, person: Person, statements: list[Statement], taken: bool) -> None:
    key = aws.client("kms").create_key(Policy=policy(OWNERS, *statements))["KeyMetadata"]["Arn"]
    name = f"/mine/{person.name}"

    def create() -> Any:
        return aws.client("logs").create_log_group(logGroupName=name, kmsKeyId=key)

    if taken:
        create()
        return
    with pytest.raises(ClientError, match=WORDS):
        create()
    aws.client("logs").create_log_group(logGroupName=name)
    with pytest.raises(ClientError, match=WORDS):
        aws.client("logs").associate_kms_key(logGroupName=name, kmsKeyId=key)
