"""A text is a policy or not, without a server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlops_templates.localaws.authorization.grammar import check_policy

GOOD: dict[str, Any] = {"Effect": "Allow", "Action": "sns:*", "Resource": "*"}
SYNTAX = "Syntax errors in policy."
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."


def text(statement: Any, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement, **more})


def but(*absent: str, **changed: Any) -> str:
    return text({key: value for key, value in {**GOOD, **changed}.items() if key not in absent})


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        (text(GOOD), ""),
        (text([GOOD, {**GOOD, "Effect": "Deny"}]), ""),
        (json.dumps({"Statement": [GOOD]}), ""),
        (text(GOOD, Version="2008-10-17", Id="x"), ""),
        ("{", SYNTAX),
        ("[]", SYNTAX),
        (text([]), SYNTAX),
        (text(["x"]), SYNTAX),
        (json.dumps({"Version": "2012-10-17"}), SYNTAX),
        (text(GOOD, Extra=1), SYNTAX),
        (text(GOOD, Version="2012-10-18"), "The policy must contain a valid version string"),
        (but("Effect"), SYNTAX),
        (but(Effect="allow"), SYNTAX),
        (but(Extra="x"), SYNTAX),
        (but(NotAction="sns:*"), SYNTAX),
        (but(NotResource="*"), SYNTAX),
        (but("Action"), "Policy statement must contain actions."),
        (but("Action", NotAction="sns:*"), ""),
        (but("Resource"), "Policy statement must contain resources."),
        (but("Resource", NotResource="arn:aws:sns:::x"), ""),
        (but(Principal="*"), "Policy document should not specify a principal."),
        (but(Action="Publish"), VENDOR),
        (but(Action=["sns:Publish", "*"]), ""),
        (but(Action=["sns:Publish", 1]), VENDOR),
        (but(Resource="my-topic"), 'Resource my-topic must be in ARN format or "*".'),
        (but(Condition={"StringEquals": {"a": "b"}}), ""),
        (but(Condition={"ForAllValues:StringLikeIfExists": {"a": ["b"]}}), ""),
        (but(Condition={"Null": {"a": True}}), ""),
        (but(Condition={"StringMatches": {"a": "b"}}), "Invalid Condition type : StringMatches."),
        (
            but(Condition={"ForSomeValues:StringEquals": {"a": "b"}}),
            "Invalid Condition type : ForSomeValues:StringEquals.",
        ),
        (but(Condition={"StringEquals": "b"}), SYNTAX),
        (text([{**GOOD, "Sid": "A"}, {**GOOD, "Sid": "A"}]), "Statement IDs (SID) in a single policy must be unique."),
    ],
)
def test_an_identity_policy_is_taken_or_refused(policy: str, problem: str) -> None:
    assert check_policy(policy, principal=False) == problem


@pytest.mark.parametrize(
    ("principal", "problem"),
    [
        ("*", ""),
        ({"AWS": "*"}, ""),
        ({"AWS": "123456789012"}, ""),
        ({"AWS": ["arn:aws:iam::123456789012:root", "arn:aws:sts::123456789012:assumed-role/a/b"]}, ""),
        ({"Service": ["sns.amazonaws.com", "logs.eu-west-1.amazonaws.com"]}, ""),
        ({"Federated": "token.actions.githubusercontent.com"}, ""),
        ({}, "Invalid principal in policy"),
        ("everybody", "Invalid principal in policy"),
        ({"Role": "*"}, "Invalid principal in policy"),
        ({"AWS": "12345"}, 'Invalid principal in policy: "AWS":"12345"'),
        ({"AWS": "arn:aws:s3:::b"}, 'Invalid principal in policy: "AWS":"arn:aws:s3:::b"'),
        ({"Service": "sns"}, 'Invalid principal in policy: "Service":"sns"'),
    ],
)
def test_a_principal_is_somebody(principal: Any, problem: str) -> None:
    assert check_policy(but(Principal=principal), principal=True) == problem


def test_policies_of_resources_name_a_principal_and_those_of_trust_no_resource() -> None:
    assert check_policy(text(GOOD), principal=True) == "Missing required field Principal"
    assert check_policy(but(Principal="*"), principal=True, resource=False) == "Has prohibited field Resource."
    assert check_policy(but("Resource", Principal="*"), principal=True, resource=False) == ""
