"""SimulatePrincipalPolicy gives the verdicts that calls meet: the SageMaker SDK asks it before it uses a role."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws, policy

READ = {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::mine/*"}
LIST = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
NEVER = {"Effect": "Deny", "Action": "s3:GetObjectAcl", "Resource": "*"}
TLS = {
    "Effect": "Allow",
    "Action": "sns:Publish",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "true"}},
}
CONTEXT = [{"ContextKeyName": "aws:SecureTransport", "ContextKeyType": "boolean", "ContextKeyValues": ["true"]}]


@pytest.fixture
def role(aws: Aws) -> str:
    name = f"simulated-{uuid.uuid4().hex[:8]}"
    arn = aws.role(name, "sagemaker")
    rights = policy(READ, LIST, NEVER, TLS)
    aws.client("iam").put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
    return arn


def verdicts(aws: Aws, role: str, *actions: str, **more: Any) -> list[str]:
    answer = aws.client("iam").simulate_principal_policy(PolicySourceArn=role, ActionNames=list(actions), **more)
    return [each["EvalDecision"] for each in answer["EvaluationResults"]]


def test_each_action_has_its_verdict(aws: Aws, role: str) -> None:
    assert verdicts(aws, role, "s3:ListAllMyBuckets", "s3:PutObject", "s3:GetObjectAcl") == [
        "allowed",
        "implicitDeny",
        "explicitDeny",
    ]


def test_a_right_to_some_resource_is_none_to_all(aws: Aws, role: str) -> None:
    mine = {"ResourceArns": ["arn:aws:s3:::mine/key", "arn:aws:s3:::other/key"]}
    assert verdicts(aws, role, "s3:GetObject") == ["implicitDeny"]
    assert verdicts(aws, role, "s3:GetObject", **mine) == ["allowed", "implicitDeny"]


def test_a_condition_holds_with_the_given_context_only(aws: Aws, role: str) -> None:
    answer = aws.client("iam").simulate_principal_policy(PolicySourceArn=role, ActionNames=["sns:Publish"])
    assert answer["EvaluationResults"][0]["EvalDecision"] == "implicitDeny"
    assert answer["EvaluationResults"][0]["MissingContextValues"] == ["aws:securetransport"]
    given = {"PolicySourceArn": role, "ActionNames": ["sns:Publish"], "ContextEntries": CONTEXT}
    result = aws.client("iam").simulate_principal_policy(**given)["EvaluationResults"][0]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("allowed", [])


def test_a_boundary_limits_what_is_allowed(aws: Aws, role: str) -> None:
    iam = aws.client("iam")
    document = policy({"Effect": "Allow", "Action": "sns:*", "Resource": "*"})
    boundary = iam.create_policy(PolicyName=f"edge-{uuid.uuid4().hex[:8]}", PolicyDocument=document)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=role.rpartition("/")[2], PermissionsBoundary=boundary)
    answer = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=["s3:ListAllMyBuckets"])
    result = answer["EvaluationResults"][0]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}


def test_a_role_that_does_not_exist_is_not_found(aws: Aws) -> None:
    with pytest.raises(ClientError, match=r"NoSuchEntity.*The role with name nobody cannot be found"):
        verdicts(aws, "arn:aws:iam::123456789012:role/nobody", "s3:GetObject")


def test_the_policies_of_a_user_are_not_simulated(aws: Aws) -> None:
    with pytest.raises(ClientError, match=r"NotEmulated.*iam:SimulatePrincipalPolicy of anything but a role"):
        verdicts(aws, "arn:aws:iam::123456789012:user/ada", "s3:GetObject")


def test_results_come_in_pages(aws: Aws, role: str) -> None:
    asked = {"PolicySourceArn": role, "ActionNames": ["s3:GetObject", "s3:PutObject", "sns:Publish"]}
    pages = aws.client("iam").get_paginator("simulate_principal_policy")
    found = pages.paginate(**asked, PaginationConfig={"PageSize": 2}).build_full_result()["EvaluationResults"]
    assert [each["EvalActionName"] for each in found] == asked["ActionNames"]
