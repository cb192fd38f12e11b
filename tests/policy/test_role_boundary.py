import pytest

from mlops_templates.naming import boundary_arn
from mlops_templates.policy import RoleBoundary
from tests.policy.linted import messages, resource


def test_role_with_our_boundary_is_accepted():
    assert messages(RoleBoundary(), resource("AWS::IAM::Role", PermissionsBoundary={"Fn::Sub": boundary_arn()})) == []


@pytest.mark.parametrize("boundary", [{}, {"PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}])
def test_role_without_our_boundary_is_refused(boundary: dict[str, str]):
    assert len(messages(RoleBoundary(), resource("AWS::IAM::Role", **boundary))) == 1


def test_role_of_a_foundation_needs_none():
    assert messages(RoleBoundary(), resource("AWS::IAM::Role"), parameters={}) == []
