import pytest

from mlops_templates.policy import ResourceNamed
from tests.policy.linted import messages, policy


@pytest.mark.parametrize("action", ["s3:GetObject", "sagemaker:CreateModel", "iam:CreateRole", "invented:Action"])
def test_everything_is_refused_for_what_knows_a_resource(action: str):
    assert messages(ResourceNamed(), policy(Action=action, Resource="*")) == [
        f"name the resources of {action}, or set a condition"
    ]


@pytest.mark.parametrize("everything", ["arn:aws:s3:::*", {"Fn::Sub": "arn:${AWS::Partition}:kms:*:*:*"}], ids=str)
def test_everything_of_a_service_is_refused_too(everything: object):
    assert len(messages(ResourceNamed(), policy(Action="kms:Decrypt", Resource=[everything]))) == 1


@pytest.mark.parametrize("action", ["ecr:GetAuthorizationToken", "logs:DescribeLogGroups"])
def test_everything_is_accepted_for_what_knows_no_resource(action: str):
    assert messages(ResourceNamed(), policy(Action=[action], Resource=["*"])) == []


def test_everything_under_a_condition_is_accepted():
    tagged = {"StringEquals": {"aws:RequestTag/a": "b"}}
    assert messages(ResourceNamed(), policy(Action="kms:CreateGrant", Resource="*", Condition=tagged)) == []


def test_named_resource_is_accepted():
    assert messages(ResourceNamed(), policy(Action="s3:GetObject", Resource=["arn:aws:s3:::b/*"])) == []
