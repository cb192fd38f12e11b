import pytest
from troposphere import GetAtt, Template

from mlops_templates.blocks.role import Role, add_role
from mlops_templates.model import Permission
from mlops_templates.naming import boundary_arn
from tests.rendered import resources

ROLES = resources("AWS::IAM::Role")
ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Fn::Sub": "${AWS::AccountId}"}}}


@pytest.mark.parametrize("name", ROLES)
def test_role_is_trusted_by_one_service(name: str):
    [statement] = ROLES[name]["AssumeRolePolicyDocument"]["Statement"]
    assert list(statement["Principal"]) == ["Service"]
    assert isinstance(statement["Principal"]["Service"], str)


@pytest.mark.parametrize("name", [name for name in ROLES if name != "DeployStackRole"])
def test_role_trusts_its_service_for_this_account_only(name: str):
    [statement] = ROLES[name]["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Condition"] == ACCOUNT


@pytest.mark.parametrize("name", ROLES)
def test_role_has_its_one_policy_from_the_start(name: str):
    assert ROLES[name]["ManagedPolicyArns"] == [{"Ref": name.replace("Role", "Policy")}]


@pytest.mark.parametrize("name", ROLES)
def test_role_and_its_policy_live_under_our_path(name: str):
    policy = resources("AWS::IAM::ManagedPolicy")[name.replace("Role", "Policy")]
    assert (ROLES[name]["Path"], policy["Path"]) == ("/mlops/", "/mlops/")


def test_role_is_passed_to_its_own_service_only():
    permission = Role(arn=GetAtt("R", "Arn"), service="events.amazonaws.com").pass_on()
    template = Template()
    add_role(template, noun="x", duty="d", service="codepipeline.amazonaws.com", permissions=[permission])
    [statement] = template.to_dict()["Resources"]["XPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}}


def test_two_roles_may_have_the_same_permission():
    template = Template()
    permission = Permission(("s3:GetObject",), ("arn:aws:s3:::b/*",))
    for noun in ("one", "two"):
        add_role(template, noun=noun, duty="d", service="sagemaker.amazonaws.com", permissions=[permission])
    made = template.to_dict()["Resources"]
    one, two = (made[f"{noun}Policy"]["Properties"]["PolicyDocument"] for noun in ("One", "Two"))
    assert one == two


@pytest.mark.parametrize("name", ROLES)
def test_role_is_held_by_our_permissions_boundary(name: str):
    assert ROLES[name]["PermissionsBoundary"] == {"Fn::Sub": boundary_arn()}
