from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.rendered import product_document, resources

KEY = resources("AWS::KMS::Key")["Key"]
ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateGrant",
    "kms:EnableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
)
STATEMENTS = {statement["Sid"]: statement for statement in KEY["KeyPolicy"]["Statement"]}


def permits(statement: dict[str, Any], action: str) -> bool:
    return any(fnmatchcase(action.casefold(), pattern.casefold()) for pattern in statement["Action"])


def test_key_rotates():
    assert KEY["EnableKeyRotation"] is True


def test_key_outlives_the_data_of_its_project():
    key = product_document()["Resources"]["Key"]
    assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_key_policy_names_its_principals_and_gives_nobody_everything():
    for statement in STATEMENTS.values():
        assert statement["Principal"] != "*"
        assert not {"kms:*", "*"} & set(statement["Action"])


def test_who_uses_the_key_from_elsewhere_may_not_administer_it():
    for name in ("Logs", "Events", "Guests"):
        assert not [action for action in ADMINISTRATION if permits(STATEMENTS[name], action)]


@pytest.mark.parametrize("action", ADMINISTRATION)
def test_key_can_be_administered_by_the_account_and_so_never_locks_itself(action: str):
    assert permits(STATEMENTS["Account"], action)


def test_logs_may_use_the_key_for_logs_of_this_project_only():
    context = STATEMENTS["Logs"]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert context["Fn::Sub"].startswith("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:")
    pattern = context["Fn::Sub"].rpartition(":")[2]
    names = [group["LogGroupName"]["Fn::Sub"] for group in resources("AWS::Logs::LogGroup").values()]
    assert names
    assert all(fnmatchcase(name, pattern) for name in names)
    assert not fnmatchcase("/aws/codebuild/sagemaker-other-p-other-build", pattern)


def test_events_may_write_to_the_encrypted_queue_for_this_account_only():
    assert STATEMENTS["Events"]["Action"] == ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    account = {"Ref": "AWS::AccountId"}
    assert STATEMENTS["Events"]["Condition"] == {"StringEquals": {"aws:SourceAccount": [account]}}
