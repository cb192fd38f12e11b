import pytest

from mlops_templates.naming import boundary_name
from mlops_templates.policy import ActionSpelled
from tests.policy.linted import messages, policy


@pytest.mark.parametrize("action", ["*", "s3:*", "s3:Get*", "s3:GetObjec?"])
def test_wildcard_is_refused(action: str):
    assert messages(ActionSpelled(), policy(Action=["s3:GetObject", action])) == [f"spell out the actions of {action}"]


def test_all_but_some_is_refused():
    assert len(messages(ActionSpelled(), policy(NotAction=["iam:CreateUser"]))) == 1


def test_spelled_actions_are_accepted():
    assert messages(ActionSpelled(), policy(Action="s3:GetObject")) == []


def test_denial_may_use_a_wildcard():
    assert messages(ActionSpelled(), policy(Action="s3:*", Effect="Deny")) == []


def test_permissions_boundary_may_use_a_wildcard_because_it_grants_nothing():
    boundary = policy(Action="s3:*")
    boundary["R"]["Properties"]["ManagedPolicyName"] = {"Fn::Sub": boundary_name()}
    assert messages(ActionSpelled(), boundary) == []
