"""A role is assumed by whom its trust policy names, under the conditions that it sets."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.clients import ACCOUNT, Credentials
from mlops_templates.localaws.errors import AwsError
from tests.conftest import Aws, policy
from tests.localaws.authorization.conftest import OF_THE_ACCOUNT, Person, allow, refusal

PROJECT = f"arn:aws:codebuild:us-east-1:{ACCOUNT}:project/p"
CODEBUILD = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}


def trusting(aws: Aws, **changes: Any) -> str:
    document = policy({**CODEBUILD, **changes})
    name = f"trusting-{uuid.uuid4().hex[:8]}"
    return str(aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"])


def conditions(**lines: str) -> dict[str, Any]:
    return {"Condition": {"StringEquals": {f"aws:{key}": value for key, value in lines.items()}}}


@pytest.mark.parametrize(
    ("changes", "trusted"),
    [
        ({}, True),
        ({"Principal": {"Service": "events.amazonaws.com"}}, False),
        ({"Principal": {"Service": ["events.amazonaws.com", "codebuild.amazonaws.com"]}}, True),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}, False),
        ({"Action": "sts:TagSession"}, False),
        ({"Effect": "Deny"}, False),
        (conditions(SourceAccount=ACCOUNT), True),
        (conditions(SourceAccount="222222222222"), False),
        (conditions(SourceArn=PROJECT), True),
        (conditions(SourceArn=f"{PROJECT}-other"), False),
        (conditions(SourceOrgID="o-1"), False),
    ],
)
def test_a_service_assumes_the_roles_that_trust_it(aws: Aws, changes: dict[str, Any], trusted: bool) -> None:
    role = trusting(aws, **changes)
    if trusted:
        call = aws.call().as_role(role, "s", "codebuild.amazonaws.com", PROJECT)
        assert f":assumed-role/{role.rpartition('/')[2]}/s" in call.client("sts").get_caller_identity()["Arn"]
        return
    with pytest.raises(AwsError, match=r"codebuild\.amazonaws\.com is not authorized to perform: sts:AssumeRole"):
        aws.call().as_role(role, "s", "codebuild.amazonaws.com", PROJECT)


def test_a_role_that_does_not_exist_is_assumed_by_nobody(aws: Aws, person: Person) -> None:
    missing = f"arn:aws:iam::{ACCOUNT}:role/missing"
    with pytest.raises(AwsError, match="sts:AssumeRole on resource"):
        aws.call().as_role(missing, "s", "codebuild.amazonaws.com")
    person.may(allow("*"))
    for caller in (person, aws):
        said = refusal(
            lambda caller=caller: caller.client("sts").assume_role(RoleArn=missing, RoleSessionName="session")
        )
        assert f"sts:AssumeRole on resource: {missing}" in said


def test_a_trust_that_is_taken_back_counts_at_the_next_session(aws: Aws) -> None:
    role = trusting(aws)
    aws.call().as_role(role, "s", "codebuild.amazonaws.com")
    other = policy({**CODEBUILD, "Principal": {"Service": "events.amazonaws.com"}})
    aws.client("iam").update_assume_role_policy(RoleName=role.rpartition("/")[2], PolicyDocument=other)
    with pytest.raises(AwsError, match="sts:AssumeRole"):
        aws.call().as_role(role, "s", "codebuild.amazonaws.com")


def test_a_role_that_trusts_the_account_takes_the_right_to_assume_it(aws: Aws, person: Person) -> None:
    role = trusting(aws, **OF_THE_ACCOUNT)

    def assume(**more: str) -> Any:
        return person.client("sts").assume_role(RoleArn=role, RoleSessionName="session", **more)

    assert refusal(assume).endswith("because no identity-based policy allows the sts:AssumeRole action")
    person.may(allow("sts:AssumeRole", on=role))
    assume()


def test_a_role_that_trusts_a_role_of_its_account_takes_nothing_more(aws: Aws, person: Person) -> None:
    role = trusting(aws, Principal={"AWS": person.role})
    person.client("sts").assume_role(RoleArn=role, RoleSessionName="session")


def test_an_external_id_may_be_demanded(aws: Aws, person: Person) -> None:
    demanded = {"Condition": {"StringEquals": {"sts:ExternalId": "secret"}}}
    role = trusting(aws, Principal={"AWS": person.role}, **demanded)
    sts = person.client("sts")
    assert "sts:AssumeRole" in refusal(lambda: sts.assume_role(RoleArn=role, RoleSessionName="session"))
    sts.assume_role(RoleArn=role, RoleSessionName="session", ExternalId="secret")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"DurationSeconds": 3601}, "exceeds the 1 hour session limit for roles assumed by role chaining"),
        ({"Policy": "{}"}, "Syntax errors in policy"),
        ({"Policy": policy(allow("sns:*", on=["*"] * 600))}, "less than or equal to 2048"),
        ({"Tags": [{"Key": "a", "Value": "b"}]}, "not emulated: sts:AssumeRole Tags"),
        ({"PolicyArns": [{"arn": "arn:aws:iam::123456789012:policy/p"}]}, "not emulated: sts:AssumeRole PolicyArns"),
    ],
)
def test_a_session_has_limits(aws: Aws, person: Person, more: dict[str, Any], words: str) -> None:
    role = trusting(aws, Principal={"AWS": person.role})
    sts = person.client("sts")
    sts.assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=900)
    with pytest.raises(ClientError, match=words):
        sts.assume_role(RoleArn=role, RoleSessionName="session", **more)


def test_a_user_may_have_a_session_as_long_as_the_role_allows(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    user = iam.create_user(UserName=person.name)["User"]["Arn"]
    key = iam.create_access_key(UserName=person.name)["AccessKey"]
    keys = Credentials(key["AccessKeyId"], key["SecretAccessKey"], "", Caller(user, ACCOUNT, user))
    sts = aws.world.clients.get("sts", "us-east-1", keys)
    role = trusting(aws, Principal={"AWS": user})
    with pytest.raises(ClientError, match="exceeds the MaxSessionDuration set for this role"):
        sts.assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=7200)
    iam.update_role(RoleName=role.rpartition("/")[2], MaxSessionDuration=7200)
    sts.assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=7200)
