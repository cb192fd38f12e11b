from typing import Any

import pytest

from mlops_templates.policy import TrustBound
from mlops_templates.policy.trust_bound import STATES_ACCOUNT
from tests.policy.linted import messages, resource

OURS = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def trusting(principal: Any, parameters: dict[str, Any] | None = None, **more: Any) -> list[str]:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more}
    role = resource("AWS::IAM::Role", AssumeRolePolicyDocument={"Statement": [statement]})
    return messages(TrustBound(), role, parameters)


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["arn:aws:iam::111122223333:root", "*"]}], ids=str)
@pytest.mark.parametrize("parameters", [None, {}], ids=["project", "any template"])
def test_trust_in_anybody_is_refused(principal: Any, parameters: dict[str, Any] | None):
    assert trusting(principal, parameters, Condition=OURS) == ["R: trusts anybody: name the principal"]


@pytest.mark.parametrize("service", sorted(STATES_ACCOUNT))
def test_service_that_may_act_for_a_stranger_is_refused(service: str):
    principal = {"Service": f"{service}.amazonaws.com"}
    assert trusting(principal) == [f"R: {service} needs the condition aws:SourceAccount"]
    assert trusting(principal, Condition=OURS) == []


def test_service_that_states_no_account_needs_no_condition():
    assert trusting({"Service": ["cloudformation.amazonaws.com"]}) == []


def test_template_that_is_no_project_is_asked_only_not_to_trust_anybody():
    assert trusting({"Service": "codebuild.amazonaws.com"}, {}) == []
