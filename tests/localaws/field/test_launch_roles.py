"""What users of project templates learned about launch roles from the cloud, learned here."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.conftest import policy
from tests.localaws.field.conftest import STACK, Document, Platform, project_template

ROLE_ACTIONS = (
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:PutRolePolicy",
    "iam:TagRole",
    "iam:UntagRole",
)
GROUP_ACTIONS = (
    "sagemaker:AddTags",
    "sagemaker:CreateModelPackageGroup",
    "sagemaker:DeleteModelPackageGroup",
    "sagemaker:DeleteModelPackageGroupPolicy",
    "sagemaker:DescribeModelPackageGroup",
    "sagemaker:GetModelPackageGroupPolicy",
    "sagemaker:ListTags",
    "sagemaker:PutModelPackageGroupPolicy",
)
RULE_ACTIONS = (
    "events:DeleteRule",
    "events:DescribeRule",
    "events:ListTagsForResource",
    "events:ListTargetsByRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "iam:PassRole",
)

TRUST: Document = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
EXECUTION_ROLE: Document = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "RoleName": {"Fn::Sub": "execution-${SageMakerProjectId}"},
        "AssumeRolePolicyDocument": TRUST,
    },
}
MODEL_GROUP: Document = {
    "Type": "AWS::SageMaker::ModelPackageGroup",
    "Properties": {"ModelPackageGroupName": {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"}},
}


def rule(platform: Platform) -> Document:
    """A rule with one target, so that its deletion has to remove the target first."""
    queue = f"arn:aws:sqs:us-east-1:123456789012:queue-{platform.suffix}"
    pattern = {"source": ["aws.codecommit"]}
    targets = [{"Id": "queue", "Arn": queue}]
    return {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern, "Targets": targets}}


@pytest.mark.parametrize(
    ("missing", "resource", "rights"),
    [
        pytest.param("iam:GetRole", EXECUTION_ROLE, ROLE_ACTIONS, id="a role is made and read back"),
        pytest.param("sagemaker:AddTags", MODEL_GROUP, GROUP_ACTIONS, id="the project's tags go to what is made"),
    ],
)
def test_a_launch_role_that_cannot_create_fails_the_project_and_is_named(
    platform: Platform, missing: str, resource: Document, rights: tuple[str, ...]
) -> None:
    product = platform.offer(project_template(Thing=resource))
    platform.may({*STACK, *rights} - {missing})
    ended = platform.create(product)
    assert ended.startswith("CreateFailed: ")
    assert f"launch-{platform.suffix}/" in ended
    assert f"is not authorized to perform: {missing}" in ended
    platform.may({*STACK, *rights})
    platform.delete()
    assert platform.create(product, f"second-{platform.suffix}") == "CreateCompleted: "


def test_a_permission_that_only_the_deletion_needs_fails_the_deletion_and_nothing_before(platform: Platform) -> None:
    platform.aws.queue(f"queue-{platform.suffix}")
    product = platform.offer(project_template(Rule=rule(platform)))
    platform.may({*STACK, *RULE_ACTIONS} - {"events:RemoveTargets"})
    assert platform.create(product) == "CreateCompleted: "
    ended = platform.delete()
    assert ended.startswith("DeleteFailed: ")
    assert "is not authorized to perform: events:RemoveTargets" in ended
    platform.may({*STACK, *RULE_ACTIONS})
    assert platform.delete() == "DeleteCompleted: "


def test_a_launch_role_that_does_not_exist_is_refused_when_it_is_named(platform: Platform) -> None:
    absent = f"arn:aws:iam::123456789012:role/{platform.launch_role}"
    with pytest.raises(ClientError, match=f"InvalidParametersException.*{absent} does not exist"):
        platform.offer(project_template(Group=MODEL_GROUP), absent)


def test_a_launch_role_that_service_catalog_may_not_assume_is_told(platform: Platform) -> None:
    product = platform.offer(project_template(Group=MODEL_GROUP), platform.role(platform.launch_role, "sagemaker"))
    platform.may({*STACK, *GROUP_ACTIONS})
    ended = platform.create(product)
    assert ended.startswith("CreateFailed: ")
    assert f"Access denied while assuming the role arn:aws:iam::123456789012:role/{platform.launch_role}" in ended
    trusted = {"Effect": "Allow", "Principal": {"Service": "servicecatalog.amazonaws.com"}, "Action": "sts:AssumeRole"}
    platform.aws.client("iam").update_assume_role_policy(RoleName=platform.launch_role, PolicyDocument=policy(trusted))
    platform.delete()
    assert platform.create(product, f"second-{platform.suffix}") == "CreateCompleted: "


def test_a_launch_role_that_went_before_its_project_keeps_the_project_from_going(platform: Platform) -> None:
    product = platform.offer(project_template(Group=MODEL_GROUP))
    platform.may({*STACK, *GROUP_ACTIONS})
    assert platform.create(product) == "CreateCompleted: "
    iam = platform.aws.client("iam")
    iam.delete_role_policy(RoleName=platform.launch_role, PolicyName="rights")
    iam.delete_role(RoleName=platform.launch_role)
    ended = platform.delete()
    assert ended.startswith("DeleteFailed: ")
    assert platform.launch_role in ended
    platform.role(platform.launch_role, "servicecatalog")
    platform.may({*STACK, *GROUP_ACTIONS})
    assert platform.delete() == "DeleteCompleted: "
