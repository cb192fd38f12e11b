"""Boundaries, session policies, users and groups."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.clients import ACCOUNT, Credentials
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, allow, deny, refusal


def test_a_boundary_limits_what_a_role_may(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    limits = iam.create_policy(PolicyName=f"{person.name}-limits", PolicyDocument=policy(allow("sqs:*")))["Policy"]
    person.may(allow("*"))
    person.client("sns").list_topics()
    iam.put_role_permissions_boundary(RoleName=person.name, PermissionsBoundary=limits["Arn"])
    said = refusal(person.client("sns").list_topics)
    assert said.endswith("because no permissions boundary allows the sns:ListTopics action")
    person.client("sqs").list_queues()
    iam.create_policy_version(
        PolicyArn=limits["Arn"], PolicyDocument=policy(allow("sns:*"), deny("sqs:*")), SetAsDefault=True
    )
    person.client("sns").list_topics()
    assert refusal(person.client("sqs").list_queues).endswith("with an explicit deny in a permissions boundary")


def test_a_boundary_that_is_gone_allows_nothing(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    limits = iam.create_policy(PolicyName=f"{person.name}-gone", PolicyDocument=policy(allow("*")))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=person.name, PermissionsBoundary=limits)
    person.may(allow("*")).client("sns").list_topics()
    iam.delete_policy(PolicyArn=limits)
    said = refusal(person.client("sns").list_topics)
    assert said.endswith("because no permissions boundary allows the sns:ListTopics action")


def test_a_session_policy_limits_what_the_session_may(aws: Aws, person: Person) -> None:
    person.may(allow("*"))
    made = aws.client("sts").assume_role(
        RoleArn=person.role, RoleSessionName="less", Policy=policy(allow("sqs:ListQueues"))
    )
    keys = made["Credentials"]
    caller = Caller(made["AssumedRoleUser"]["Arn"], ACCOUNT, person.role)
    less = Person(
        aws, person.name, Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], caller)
    )
    less.client("sqs").list_queues()
    assert refusal(less.client("sns").list_topics).endswith(
        "because no session policy allows the sns:ListTopics action"
    )
    person.client("sns").list_topics()


@pytest.fixture
def user(aws: Aws, person: Person) -> Person:
    iam = aws.client("iam")
    arn = iam.create_user(UserName=person.name)["User"]["Arn"]
    key = iam.create_access_key(UserName=person.name)["AccessKey"]
    credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"], "", Caller(arn, ACCOUNT, arn))
    return Person(aws, person.name, credentials)


def test_a_user_has_the_rights_of_its_groups(aws: Aws, user: Person) -> None:
    iam = aws.client("iam")
    assert refusal(user.client("sns").list_topics).startswith(f"User: arn:aws:iam::{ACCOUNT}:user/{user.name} is not")
    iam.create_group(GroupName=user.name)
    iam.put_group_policy(GroupName=user.name, PolicyName="p", PolicyDocument=policy(allow("sns:ListTopics")))
    iam.add_user_to_group(GroupName=user.name, UserName=user.name)
    user.client("sns").list_topics()


def test_the_name_of_a_user_is_a_variable(aws: Aws, user: Person) -> None:
    own = f"arn:aws:sns:{REGION}:{ACCOUNT}:${{aws:username}}"
    document = policy(allow("sns:CreateTopic", on=own))
    aws.client("iam").put_user_policy(UserName=user.name, PolicyName="p", PolicyDocument=document)
    user.client("sns").create_topic(Name=user.name)
    assert "sns:CreateTopic" in refusal(lambda: user.client("sns").create_topic(Name="not-mine"))


def test_a_managed_policy_counts_while_it_is_attached(aws: Aws, person: Person) -> None:
    iam = aws.client("iam")
    made = iam.create_policy(PolicyName=f"{person.name}-p", PolicyDocument=policy(allow("sns:List*")))["Policy"]
    attached: dict[str, Any] = {"RoleName": person.name, "PolicyArn": made["Arn"]}
    iam.attach_role_policy(**attached)
    person.client("sns").list_topics()
    iam.detach_role_policy(**attached)
    assert "sns:ListTopics" in refusal(person.client("sns").list_topics)


def test_a_session_of_a_role_that_is_gone_may_nothing(aws: Aws, person: Person) -> None:
    person.may(allow("*"))
    person.client("sns").list_topics()
    aws.client("iam").delete_role_policy(RoleName=person.name, PolicyName="rights")
    aws.client("iam").delete_role(RoleName=person.name)
    assert "sns:ListTopics" in refusal(person.client("sns").list_topics)
