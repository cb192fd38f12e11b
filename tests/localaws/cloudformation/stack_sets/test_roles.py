"""The two roles of self-managed stack sets are judged: what is missing is said in AWS's words."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, policy
from tests.localaws.cloudformation.stack_sets.conftest import ADMINISTRATION, EXECUTION, StackSets, template


def reason(sets: StackSets, name: str, account: str) -> str:
    """Why the instance is out of date, after an operation that failed."""
    instance = sets.instance(name, account)
    assert (instance["Status"], instance["StackInstanceStatus"]["DetailedStatus"]) == ("OUTDATED", "FAILED")
    return str(instance["StatusReason"])


def test_without_an_administration_role_nothing_is_made(bare: StackSets) -> None:
    account, name = bare.target(), bare.create()
    assert bare.add(name, [account])["Status"] == "FAILED"
    assert reason(bare, name, account) == (
        f"Account {bare.account} should have '{ADMINISTRATION}' role with trust relationship to CloudFormation service."
    )


def test_an_administration_role_must_trust_cloudformation(bare: StackSets) -> None:
    trust = {"Principal": {"Service": "lambda.amazonaws.com"}}
    bare.role(bare.account, ADMINISTRATION, trust, "sts:AssumeRole")
    account, name = bare.target(), bare.create()
    bare.add(name, [account])
    assert "with trust relationship to CloudFormation service" in reason(bare, name, account)


def test_an_administration_role_may_trust_cloudformation_for_its_stack_sets_only(bare: StackSets) -> None:
    stack_sets = {"ArnLike": {"aws:SourceArn": f"arn:aws:cloudformation:*:{bare.account}:stackset/*"}}
    trust = {"Principal": {"Service": "cloudformation.amazonaws.com"}, "Condition": stack_sets}
    bare.role(bare.account, ADMINISTRATION, trust, "sts:AssumeRole")
    assert bare.add(bare.create(), [bare.target()])["Status"] == "SUCCEEDED"


def test_an_administration_role_must_be_allowed_to_assume_the_execution_role(bare: StackSets) -> None:
    bare.administration_role(actions="s3:GetObject")
    account, name = bare.target(), bare.create()
    bare.add(name, [account])
    assert f"not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{account}:role/{EXECUTION}" in reason(
        bare, name, account
    )


@pytest.mark.parametrize("trusted", [None, "499999999999"], ids=["no role", "a role that trusts another account"])
def test_an_account_without_a_trusting_execution_role_is_named(sets: StackSets, trusted: str | None) -> None:
    account = sets.target(trusted=trusted) if trusted else "400000000001"
    name = sets.create()
    operation = sets.add(name, [account])
    words = f"Account {account} should have '{EXECUTION}' role with trust relationship to Role '{ADMINISTRATION}'."
    assert operation["results"][account, REGION]["StatusReason"] == words
    assert reason(sets, name, account) == words


def test_an_execution_role_makes_only_what_it_may(sets: StackSets) -> None:
    account, name = sets.target(actions="cloudformation:*"), sets.create()
    sets.add(name, [account])
    told = reason(sets, name, account)
    assert told.startswith("ResourceLogicalId:Stored, ResourceType:AWS::SSM::Parameter, ResourceStatusReason:")
    assert f"assumed-role/{EXECUTION}/" in told
    assert "ssm:" in told


def test_an_execution_role_needs_cloudformation_itself(sets: StackSets) -> None:
    account, name = sets.target(actions="ssm:*"), sets.create()
    sets.add(name, [account])
    assert "not authorized to perform: cloudformation:CreateStack" in reason(sets, name, account)


@pytest.mark.parametrize("action", ["UpdateStack", "DeleteStack"])
def test_an_execution_role_needs_the_right_to_change_and_to_delete_its_stack(sets: StackSets, action: str) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    never = policy({"Effect": "Deny", "Action": f"cloudformation:{action}", "Resource": "*"})
    sets.client("iam", account).put_role_policy(RoleName=EXECUTION, PolicyName="never", PolicyDocument=never)
    done = sets.delete(name, [account]) if action == "DeleteStack" else sets.update(name, TemplateBody=template("two"))
    assert done["Status"] == "FAILED"
    assert f"is not authorized to perform: cloudformation:{action}" in reason(sets, name, account)
    assert sets.word(account) == "one"


def test_a_failed_instance_is_made_once_its_account_is_mended(sets: StackSets) -> None:
    account, name = sets.target(actions="cloudformation:*"), sets.create()
    sets.add(name, [account])
    rights = policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
    sets.client("iam", account).put_role_policy(RoleName=EXECUTION, PolicyName="rights", PolicyDocument=rights)
    assert sets.add(name, [account])["Status"] == "SUCCEEDED"
    assert (sets.instance(name, account)["Status"], sets.word(account)) == ("CURRENT", "one")


def test_customized_roles_are_used(bare: StackSets) -> None:
    account = bare.target()
    bare.client("iam", account).delete_role_policy(RoleName=EXECUTION, PolicyName="rights")
    role = bare.administration_role("Administrator")
    bare.role(account, "Deployer", {"Principal": {"AWS": role}}, "*")
    name = bare.create(AdministrationRoleARN=role, ExecutionRoleName="Deployer")
    assert bare.add(name, [account])["Status"] == "SUCCEEDED"


def test_an_instance_whose_stack_cannot_be_deleted_is_inoperable(sets: StackSets) -> None:
    account = sets.target()
    bucket = f"kept-{account}"
    name = sets.create(template(Bucket={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": bucket}}))
    sets.add(name, [account])
    sets.client("s3", account).put_object(Bucket=bucket, Key="k", Body=b"v")
    assert sets.delete(name, [account])["Status"] == "FAILED"
    instance = sets.instance(name, account)
    assert (instance["Status"], instance["StackInstanceStatus"]["DetailedStatus"]) == ("INOPERABLE", "INOPERABLE")
    assert instance["StatusReason"].startswith("ResourceLogicalId:Bucket, ResourceType:AWS::S3::Bucket")
    assert sets.update(name, TemplateBody=template("two"))["results"] == {}
    assert sets.delete(name, [account], retain=True)["Status"] == "SUCCEEDED"


def test_an_instance_stays_when_its_account_lets_nobody_in_to_delete_it(sets: StackSets) -> None:
    account, name = sets.target(), sets.create()
    sets.add(name, [account])
    sets.client("iam", account).update_assume_role_policy(
        RoleName=EXECUTION,
        PolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": "499999999999"}, "Action": "sts:AssumeRole"}),
    )
    assert sets.delete(name, [account])["Status"] == "FAILED"
    assert f"Account {account} should have" in reason(sets, name, account)
    assert sets.word(account) == "one"


def test_a_customized_administration_role_must_be_passed(bare: StackSets) -> None:
    role = bare.administration_role("Administrator")
    author = bare.role(bare.account, "Author", {"Principal": {"AWS": bare.account}}, "cloudformation:*")
    with pytest.raises(ClientError, match=r"not authorized to perform: iam:PassRole on resource: .*role/Administrator"):
        bare.acting_as(author).create_stack_set(StackSetName="s", TemplateBody=template(), AdministrationRoleARN=role)


def test_a_right_to_one_stack_set_is_none_to_another(bare: StackSets) -> None:
    bare.administration_role()
    mine, other = bare.create(), bare.create()
    trust = {"Principal": {"AWS": bare.account}}
    role = bare.role(bare.account, "Author", trust, "s3:GetObject")
    allowed = f"arn:aws:cloudformation:*:{bare.account}:stackset/{mine}:*"
    rights = policy({"Effect": "Allow", "Action": "cloudformation:DescribeStackSet", "Resource": allowed})
    bare.client("iam").put_role_policy(RoleName="Author", PolicyName="more", PolicyDocument=rights)
    caller = bare.acting_as(role)
    assert caller.describe_stack_set(StackSetName=mine)["StackSet"]["StackSetName"] == mine
    with pytest.raises(ClientError, match=f"cloudformation:DescribeStackSet on resource: .*stackset/{other}:"):
        caller.describe_stack_set(StackSetName=other)
