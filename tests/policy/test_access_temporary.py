import pytest

from mlops_templates.policy import AccessTemporary
from tests.policy.linted import messages, resource


@pytest.mark.parametrize("kind", ["AWS::IAM::User", "AWS::IAM::AccessKey"])
def test_user_and_key_of_a_user_are_refused(kind: str):
    assert messages(AccessTemporary(), resource(kind)) == ["R: take a role instead of a user with keys"]


def test_role_is_accepted():
    assert messages(AccessTemporary(), resource("AWS::IAM::Role")) == []


def test_an_ordinary_template_may_have_users():
    assert messages(AccessTemporary(), resource("AWS::IAM::User"), parameters={}) == []
