"""A role needs what CloudFormation's own handlers call, also where those of the embedded AWS call less."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import policy
from tests.localaws.cloudformation.conftest import Stacks


def parameter(value: str) -> dict[str, Any]:
    return {"Thing": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": value}}}


def topic(name: str) -> dict[str, Any]:
    return {"Thing": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}}


def forbid(stacks: Stacks, role: str, action: str) -> str:
    """Take an action from a role; what is said of it then."""
    never = policy({"Effect": "Deny", "Action": action, "Resource": "*"})
    stacks.aws.client("iam").put_role_policy(RoleName=role, PolicyName="never", PolicyDocument=never)
    return f"is not authorized to perform: {action} on resource: * with an explicit deny"


@pytest.mark.parametrize(
    ("thing", "action"),
    [
        pytest.param(parameter, "ssm:RemoveTagsFromResource", id="in place"),
        pytest.param(topic, "sns:GetDataProtectionPolicy", id="by a replacement"),
    ],
)
def test_a_change_needs_the_rights_of_its_handler(stacks: Stacks, thing: Any, action: str) -> None:
    role, old, new = stacks.name(), stacks.name(), stacks.name()
    name = stacks.create(thing(old), RoleARN=stacks.aws.role(role, "cloudformation"))
    before = stacks.physical(name)
    refused = forbid(stacks, role, action)
    assert stacks.update(name, thing(new)).startswith("UPDATE_ROLLBACK_")
    assert refused in stacks.reasons(name)
    assert stacks.physical(name) == before


def test_a_deletion_needs_the_rights_of_its_handler(stacks: Stacks) -> None:
    role = stacks.name()
    name = stacks.create(topic(stacks.name()), RoleARN=stacks.aws.role(role, "cloudformation"))
    refused = forbid(stacks, role, "sns:GetTopicAttributes")
    assert stacks.delete(name) == "DELETE_FAILED"
    assert refused in stacks.reasons(name)


def test_every_missing_right_of_a_handler_is_named_at_once(stacks: Stacks) -> None:
    role = stacks.name()
    arn = stacks.aws.role(role, "cloudformation")
    refused = forbid(stacks, role, "sns:Subscribe")
    never = policy({"Effect": "Deny", "Action": "sns:TagResource", "Resource": "*"})
    stacks.aws.client("iam").put_role_policy(RoleName=role, PolicyName="nor", PolicyDocument=never)
    told = stacks.reasons(stacks.create(topic(stacks.name()), RoleARN=arn))
    assert refused in told
    assert "(AWS's schema of AWS::SNS::Topic lists it for create; missing as well: sns:TagResource)" in told
