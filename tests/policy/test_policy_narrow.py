import pytest

from mlops_templates.policy import PolicyNarrow
from tests.policy.linted import messages, resource

SAGEMAKER = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"


@pytest.mark.parametrize(
    "policy",
    [
        SAGEMAKER,
        {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/job-function/DatabaseAdministrator"},
        "arn:aws:iam::aws:policy/PowerUserAccess",
        {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/AmazonS3FullAccess"]]},
    ],
    ids=["FullAccess", "Administrator", "PowerUser", "joined"],
)
@pytest.mark.parametrize("kind", ["Role", "User", "Group"])
def test_policy_of_aws_that_grants_everything_is_refused(policy: object, kind: str):
    [message] = messages(PolicyNarrow(), resource(f"AWS::IAM::{kind}", ManagedPolicyArns=[policy]), {})
    assert message.startswith("R: grant less than arn:")


@pytest.mark.parametrize(
    "policy",
    [
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        {"Ref": "OwnFullAccess"},
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/mlops/our-FullAccess"},
    ],
    ids=str,
)
def test_narrow_policy_and_policy_of_ones_own_are_accepted(policy: object):
    assert messages(PolicyNarrow(), resource("AWS::IAM::Role", ManagedPolicyArns=[policy])) == []
