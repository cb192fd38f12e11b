from typing import Any

import pytest

from mlops_templates.policy import PrincipalNamed
from mlops_templates.policy.principal_named import POLICIES
from tests.policy.linted import messages, resource

EVERYBODY: list[dict[str, Any]] = [
    {"Principal": "*"},
    {"Principal": {"AWS": "*"}},
    {"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}},
    {"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}},
]


def letting_in(kind: str, **statement: Any) -> dict[str, Any]:
    document = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}]}
    return resource(kind, **{POLICIES[kind]: document})


@pytest.mark.parametrize("statement", EVERYBODY, ids=str)
@pytest.mark.parametrize("kind", POLICIES)
def test_a_policy_that_lets_everybody_in_is_refused(kind: str, statement: dict[str, Any]):
    assert messages(PrincipalNamed(), letting_in(kind, **statement)) == ["R: name the principals, or set a condition"]


@pytest.mark.parametrize("kind", POLICIES)
@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}},
        {"Principal": {"Service": "events.amazonaws.com"}},
        {"Principal": "*", "Effect": "Deny"},
        {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}},
    ],
    ids=str,
)
def test_who_is_named_is_let_in_and_everybody_is_kept_out_or_under_a_condition(kind: str, statement: dict[str, Any]):
    assert messages(PrincipalNamed(), letting_in(kind, **statement)) == []
