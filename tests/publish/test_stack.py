from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.stack import read_own_stack


class CloudFormation:
    """One stack with the given outputs."""

    def __init__(self, status: str, **outputs: str) -> None:
        self.stack = {
            "StackName": "ours",
            "StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/ours/1",
            "StackStatus": status,
            "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()],
        }

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        return {"Stacks": [self.stack]}


def test_a_stack_that_publishing_made_is_known_by_its_digest() -> None:
    found = read_own_stack(CloudFormation("CREATE_COMPLETE", ContentDigest="abc"), "ours")
    assert found is not None
    assert (found.content_digest, found.account) == ("abc", "111122223333")


def test_a_foreign_stack_of_the_same_name_is_never_touched() -> None:
    with pytest.raises(MlopsTemplatesError, match="that mlops-templates did not make"):
        read_own_stack(CloudFormation("UPDATE_COMPLETE", BucketName="theirs"), "ours")


def test_a_failed_first_creation_has_no_digest_yet_and_may_be_made_anew() -> None:
    found = read_own_stack(CloudFormation("ROLLBACK_COMPLETE"), "ours")
    assert found is not None
    assert found.never_made
