import pytest
from troposphere import Ref, Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import SILENT_ABOUT_ACCOUNT, Besides, add_role
from mlops_templates.model import Duty
from mlops_templates.naming import boundary_arn
from tests.rendered import Document, resources

ROLES = resources("AWS::IAM::Role")
ACCOUNT = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
KEY = Key(arn=Ref("K"), identifier=Ref("K"))


def made(*services: str, besides: Besides | None = None) -> Document:
    """A role of a duty that these services take on."""
    template = Template()
    add_role(template, duty("x", *services), key=KEY, besides=besides)
    properties: Document = template.to_dict()["Resources"]["XRole"]["Properties"]
    return properties


def duty(name: str, *services: str) -> Duty:
    return Duty(name=name, purpose="Works", services=services or ("sagemaker.amazonaws.com",), permissions=())


@pytest.mark.parametrize("name", ROLES)
def test_role_is_trusted_by_services_only_but_that_of_people(name: str):
    statement, *others = ROLES[name]["AssumeRolePolicyDocument"]["Statement"]
    assert list(statement["Principal"]) == ["Service"]
    account = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    assert [other["Principal"] for other in others] == ([account] if name == "ScientistRole" else [])


@pytest.mark.parametrize("name", [name for name in ROLES if name != "DeployStackRole"])
def test_role_trusts_its_service_for_this_account_only(name: str):
    statement = ROLES[name]["AssumeRolePolicyDocument"]["Statement"][0]
    assert statement["Condition"] == ACCOUNT


def test_role_of_two_services_trusts_both_for_this_account_only():
    [statement] = made("events.amazonaws.com", "scheduler.amazonaws.com")["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["events.amazonaws.com", "scheduler.amazonaws.com"]}
    assert statement["Condition"] == ACCOUNT


@pytest.mark.parametrize("service", sorted(SILENT_ABOUT_ACCOUNT))
def test_role_of_a_service_that_states_no_account_asks_for_none(service: str):
    [statement] = made(service)["AssumeRolePolicyDocument"]["Statement"]
    assert "Condition" not in statement


def test_role_has_the_shared_policy_of_each_of_its_duties():
    role = made(besides=Besides(duties=[duty("reader")]))
    assert [policy["Fn::Sub"].partition(":policy")[2] for policy in role["ManagedPolicyArns"]] == [
        "/mlops/mlops-templates-use-x-${AWS::Region}",
        "/mlops/mlops-templates-use-reader-${AWS::Region}",
    ]


def test_role_may_have_policies_of_its_project_and_tags_that_its_policies_read():
    role = made(besides=Besides(policies=[Ref("P")], tags={"mlops:repository": Ref("R")}))
    assert role["ManagedPolicyArns"][1:] == [{"Ref": "P"}]
    assert {"Key": "mlops:repository", "Value": {"Ref": "R"}} in role["Tags"]


def test_role_says_by_a_tag_which_key_is_its_own():
    assert made()["Tags"] == [{"Key": "mlops:key-id", "Value": {"Ref": "K"}}]


@pytest.mark.parametrize("name", ROLES)
def test_role_lives_under_our_path_and_carries_the_id_of_its_project(name: str):
    assert ROLES[name]["Path"] == "/mlops/"
    assert ROLES[name]["RoleName"]["Fn::Sub"].startswith("sagemaker-${SageMakerProjectId}-")


@pytest.mark.parametrize("name", ROLES)
def test_role_is_held_by_our_permissions_boundary(name: str):
    assert ROLES[name]["PermissionsBoundary"] == {"Fn::Sub": boundary_arn()}
