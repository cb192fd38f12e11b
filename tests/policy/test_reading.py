from typing import Any

import pytest

from mlops_templates.policy import BucketPrivate, EventKept, PassRoleService
from mlops_templates.policy.bucket_private import BLOCKS
from mlops_templates.policy.reading import at, mappings
from tests.policy.linted import messages, policy, resource

NOTHING = {"Ref": "AWS::NoValue"}


def chosen(when_true: object, when_false: object) -> dict[str, Any]:
    return {"Fn::If": ["Condition", when_true, when_false]}


def test_what_is_not_there_is_none():
    assert at({"A": {"B": 1}}, "A", "C") is None
    assert at({"A": "text"}, "A", "B") is None


def test_one_mapping_may_stand_without_its_list():
    assert mappings({"A": 1}) == [{"A": 1}]
    assert mappings([{"A": 1}, "text"]) == [{"A": 1}]


@pytest.mark.parametrize("public", [chosen(False, True), chosen(True, False), chosen(True, NOTHING)], ids=str)
def test_bucket_that_is_public_under_either_condition_is_refused(public: dict[str, Any]):
    access = dict.fromkeys(BLOCKS, True) | {BLOCKS[0]: public}
    owned = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    bucket = resource("AWS::S3::Bucket", PublicAccessBlockConfiguration=access, OwnershipControls=owned)
    assert messages(BucketPrivate(), bucket) == [f"R: PublicAccessBlockConfiguration must set {BLOCKS[0]}"]


def test_what_is_safe_under_both_conditions_is_accepted():
    target = {"DeadLetterConfig": {"Arn": "q"}, "RetryPolicy": chosen({"MaximumRetryAttempts": 3}, {"a": 1})}
    assert messages(EventKept(), resource("AWS::Events::Rule", Targets=chosen([target], [target, NOTHING]))) == []


def test_statement_that_only_one_condition_grants_is_found():
    statement = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
    role = resource("AWS::IAM::Role", Policies=chosen(NOTHING, [{"PolicyDocument": {"Statement": statement}}]))
    assert len(messages(PassRoleService(), role)) == 1


def test_statement_without_resource_is_read():
    assert len(messages(PassRoleService(), policy(Action="iam:PassRole"))) == 1
