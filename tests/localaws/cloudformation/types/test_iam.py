"""Roles and policies, made by stacks."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks

NAMED = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}
ALLOWED = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
DENIED = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}


def trust(service: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def role(**properties: Any) -> dict[str, Any]:
    defaults = {"AssumeRolePolicyDocument": trust("codebuild"), "Path": "/mlops/"}
    return {"Role": {"Type": "AWS::IAM::Role", "Properties": {**defaults, **properties}}}


def boundary(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "Boundary": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Path": "/mlops/", "PolicyDocument": document}}
    }


def test_a_role_has_path_boundary_and_policies(stacks: Stacks) -> None:
    wanted = f"role-{uuid.uuid4().hex[:8]}"
    properties = {
        "RoleName": wanted,
        "PermissionsBoundary": {"Ref": "Boundary"},
        "Policies": [{"PolicyName": "read", "PolicyDocument": ALLOWED}],
        "ManagedPolicyArns": [{"Ref": "Boundary"}],
        "MaxSessionDuration": "7200",
    }
    name = stacks.create({**boundary(ALLOWED), **role(**properties)}, **NAMED, Tags=[{"Key": "project", "Value": "p"}])
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    iam, arn = stacks.aws.client("iam"), stacks.physical(name)["Boundary"]
    made = iam.get_role(RoleName=wanted)["Role"]
    assert made["Path"] == "/mlops/"
    assert made["MaxSessionDuration"] == 7200
    assert made["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    assert made["Tags"] == [{"Key": "project", "Value": "p"}]
    assert iam.list_role_policies(RoleName=wanted)["PolicyNames"] == ["read"]
    assert iam.list_attached_role_policies(RoleName=wanted)["AttachedPolicies"][0]["PolicyArn"] == arn
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)


def test_a_role_changes_in_place(stacks: Stacks) -> None:
    def two(*names: str) -> dict[str, Any]:
        return role(Policies=[{"PolicyName": item, "PolicyDocument": ALLOWED} for item in names])

    name = stacks.create(two("a", "b"), **NAMED, Tags=[{"Key": "old", "Value": "1"}])
    made, iam = stacks.physical(name)["Role"], stacks.aws.client("iam")
    template = two("b", "c")
    template["Role"]["Properties"]["AssumeRolePolicyDocument"] = trust("sagemaker")
    assert stacks.update(name, template, **NAMED, Tags=[{"Key": "new", "Value": "2"}]) == "UPDATE_COMPLETE"
    assert stacks.physical(name)["Role"] == made
    assert iam.list_role_policies(RoleName=made)["PolicyNames"] == ["b", "c"]
    described = iam.get_role(RoleName=made)["Role"]
    assert "sagemaker" in str(described["AssumeRolePolicyDocument"])
    assert described["Tags"] == [{"Key": "new", "Value": "2"}]


def test_a_managed_policy_gets_a_new_version(stacks: Stacks) -> None:
    name = stacks.create(boundary(ALLOWED), **NAMED)
    arn, iam = stacks.physical(name)["Boundary"], stacks.aws.client("iam")
    for number in range(7):
        document = {**DENIED, "Id": str(number)}
        assert stacks.update(name, boundary(document), **NAMED) == "UPDATE_COMPLETE", stacks.reasons(name)
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    assert document["Id"] == "6"
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)


def test_an_inline_policy_moves_from_role_to_role(stacks: Stacks) -> None:
    def on(target: str) -> dict[str, Any]:
        other = {"Other": role()["Role"]}
        policy = {"PolicyName": "use", "PolicyDocument": ALLOWED, "Roles": [{"Ref": target}]}
        return {**role(), **other, "Policy": {"Type": "AWS::IAM::Policy", "Properties": policy}}

    name, iam = stacks.create(on("Role"), **NAMED), stacks.aws.client("iam")
    made = stacks.physical(name)
    assert iam.list_role_policies(RoleName=made["Role"])["PolicyNames"] == ["use"]
    stacks.update(name, on("Other"), **NAMED)
    assert iam.list_role_policies(RoleName=made["Role"])["PolicyNames"] == []
    assert iam.list_role_policies(RoleName=made["Other"])["PolicyNames"] == ["use"]
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)


@pytest.mark.parametrize(
    ("template", "given", "needed"),
    [
        (role(), [], "CAPABILITY_IAM"),
        (role(RoleName="r"), ["CAPABILITY_IAM"], "CAPABILITY_NAMED_IAM"),
    ],
)
def test_iam_resources_need_to_be_acknowledged(
    stacks: Stacks, template: dict[str, Any], given: list[str], needed: str
) -> None:
    with pytest.raises(ClientError, match=rf"InsufficientCapabilities.*Requires capabilities : \[{needed}\]"):
        stacks.create(template, Capabilities=given)


def test_a_role_that_cannot_be_finished_leaves_nothing(stacks: Stacks) -> None:
    wanted = f"role-{uuid.uuid4().hex[:8]}"
    missing = "arn:aws:iam::123456789012:policy/nobody-made-this"
    properties = {"Policies": [{"PolicyName": "read", "PolicyDocument": ALLOWED}], "ManagedPolicyArns": [missing]}
    name = stacks.create(role(RoleName=wanted, **properties), **NAMED)
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "HandlerErrorCode: NotFound" in stacks.reasons(name)
    with pytest.raises(ClientError, match="NoSuchEntity"):
        stacks.aws.client("iam").get_role(RoleName=wanted)
