import pytest

from mlops_templates.policy import PassRoleService
from tests.policy.linted import messages, policy, resource

ROLE = "arn:aws:iam::111122223333:role/mlops/x"
TO_SAGEMAKER = {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}


def test_one_role_to_one_service_is_accepted():
    assert messages(PassRoleService(), policy(Action="iam:PassRole", Resource=[ROLE], Condition=TO_SAGEMAKER)) == []


@pytest.mark.parametrize(
    "fault", [{"Resource": [ROLE]}, {"Resource": ["*"], "Condition": TO_SAGEMAKER}], ids=["any service", "any role"]
)
def test_any_role_or_any_service_is_refused(fault: dict[str, object]):
    assert len(messages(PassRoleService(), policy(Action=["iam:PassRole"], **fault))) == 1


def test_policy_inside_a_role_is_read_too():
    document = {"Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": [ROLE]}]}
    inline = resource("AWS::IAM::Role", Policies=[{"PolicyName": "p", "PolicyDocument": document}])
    assert len(messages(PassRoleService(), inline)) == 1
