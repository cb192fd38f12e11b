"""Where people work: no way to the internet, and a role for each persona that may do little."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from mlops_templates.foundations.studio_environment import studio_environment_template

Document = dict[str, Any]

PERSONAS = ("data-scientist", "lead-data-scientist", "ml-engineer")
# R7 of the roadmap, and what seeds and projects need besides.
SERVICES = {
    "codeartifact.api", "codeartifact.repositories", "codecommit", "codeconnections.api", "ecr.api", "ecr.dkr",
    "git-codecommit", "kms", "logs", "monitoring", "notebook", "s3", "sagemaker.api", "sagemaker.runtime",
    "servicecatalog", "ssm", "sts", "studio",
}  # fmt: skip


@cache
def template() -> Document:
    return dict(studio_environment_template().to_dict())


def resources(kind: str) -> dict[str, Document]:
    return {name: found for name, found in template()["Resources"].items() if found["Type"] == kind}


def identifier(persona: str) -> str:
    return "".join(word.capitalize() for word in persona.split("-"))


def statements(persona: str) -> list[Document]:
    role = resources("AWS::IAM::Role")[f"{identifier(persona)}Role"]["Properties"]
    policies = resources("AWS::IAM::ManagedPolicy")
    return [
        statement
        for policy in role["ManagedPolicyArns"]
        for statement in policies[policy["Ref"]]["Properties"]["PolicyDocument"]["Statement"]
    ]


def actions(persona: str) -> set[str]:
    return {action for statement in statements(persona) for action in statement["Action"]}


def domain() -> Document:
    return dict(template()["Resources"]["Domain"])


def test_studio_reaches_aws_through_the_vpc_only() -> None:
    kinds = {resource["Type"] for resource in template()["Resources"].values()}
    assert domain()["Properties"]["AppNetworkAccessType"] == "VpcOnly"
    assert kinds.isdisjoint({"AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route"})


def test_every_service_that_people_use_has_an_endpoint() -> None:
    names = [one["Properties"]["ServiceName"]["Fn::Sub"] for one in resources("AWS::EC2::VPCEndpoint").values()]
    assert {name.partition("${AWS::Region}.")[2] for name in names} == SERVICES


def test_there_is_a_private_subnet_in_each_of_three_zones() -> None:
    zones = [one["Properties"]["AvailabilityZone"]["Fn::Select"][0] for one in resources("AWS::EC2::Subnet").values()]
    assert zones == [0, 1, 2]


def test_idle_notebooks_and_editors_shut_down_and_nobody_chooses_later() -> None:
    settings = domain()["Properties"]["DefaultUserSettings"]
    for kind in ("CodeEditorAppSettings", "JupyterLabAppSettings"):
        idle = settings[kind]["AppLifecycleManagement"]["IdleSettings"]
        assert idle["LifecycleManagement"] == "ENABLED"
        assert idle["IdleTimeoutInMinutes"] == idle["MaxIdleTimeoutInMinutes"] == {"Ref": "IdleMinutes"}


@pytest.mark.parametrize(
    "name", ["Domain", "Key", "Vpc", "PrivateSubnet1", "WorkloadSecurityGroup", "DataScientistProfile", "MlflowBucket",
             "MlflowApp", "MlflowTrackingServer"]
)  # fmt: skip
def test_home_directories_and_what_they_stand_on_outlive_the_stack(name: str) -> None:
    resource = template()["Resources"][name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_has_a_profile_with_a_role_of_its_own(persona: str) -> None:
    profile = resources("AWS::SageMaker::UserProfile")[f"{identifier(persona)}Profile"]["Properties"]
    assert profile["UserProfileName"] == persona
    assert profile["UserSettings"]["ExecutionRole"] == {"Fn::GetAtt": [f"{identifier(persona)}Role", "Arn"]}


@pytest.mark.parametrize("persona", PERSONAS)
def test_nobody_deploys_or_gives_rights_from_a_notebook(persona: str) -> None:
    changing = {"sagemaker:CreatePipeline", "sagemaker:UpdatePipeline", "sagemaker:DeletePipeline"}
    changing |= {"sagemaker:CreateEndpoint", "sagemaker:UpdateEndpoint", "sagemaker:CreateModel"}
    assert actions(persona).isdisjoint(changing)
    assert {action for action in actions(persona) if action.startswith("iam:")} <= {"iam:PassRole"}


def test_only_a_lead_data_scientist_starts_projects_and_approves() -> None:
    for action in ("sagemaker:CreateProject", "servicecatalog:ProvisionProduct", "codepipeline:PutApprovalResult"):
        assert [persona for persona in PERSONAS if action in actions(persona)] == ["lead-data-scientist"]


@pytest.mark.parametrize("persona", ["data-scientist", "ml-engineer"])
def test_main_takes_no_push(persona: str) -> None:
    [push] = [statement for statement in statements(persona) if "codecommit:GitPush" in statement["Action"]]
    assert push["Condition"] == {"StringNotEquals": {"codecommit:References": ["refs/heads/main"]}}


@pytest.mark.parametrize("persona", ["data-scientist", "ml-engineer"])
def test_jobs_of_a_notebook_run_in_a_vpc(persona: str) -> None:
    [create] = [one for one in statements(persona) if "sagemaker:CreateTrainingJob" in one["Action"]]
    assert create["Condition"] == {"Null": {"sagemaker:VpcSubnets": False}}


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_policy_is_longer_than_iam_takes(persona: str) -> None:
    names = [name for name in resources("AWS::IAM::ManagedPolicy") if name.startswith(identifier(persona))]
    for name in names:
        document = resources("AWS::IAM::ManagedPolicy")[name]["Properties"]["PolicyDocument"]
        assert len(json.dumps(document, separators=(",", ":"))) < 6144


def test_the_place_of_s3_project_templates_is_a_tag_of_the_domain() -> None:
    [choice, _] = domain()["Properties"]["Tags"]
    condition, tag, nothing = choice["Fn::If"]
    assert condition == "HasProjectTemplates"
    assert tag == {"Key": "sagemaker:projectS3TemplatesLocation", "Value": {"Ref": "ProjectTemplatesLocation"}}
    assert nothing == {"Ref": "AWS::NoValue"}


def test_ids_are_found_at_fixed_names() -> None:
    names = {one["Properties"]["Name"].rpartition("/")[2] for one in resources("AWS::SSM::Parameter").values()}
    assert names == {"domain-id", "key-arn", "mlflow-arn", "security-group-id", "subnet-ids", "vpc-id"}


def test_an_import_names_the_whole_network() -> None:
    asserted = [one["AssertDescription"] for one in template()["Rules"]["ImportedNetworkIsNamed"]["Assertions"]]
    assert [words.split()[3] for words in asserted] == ["VpcId", "SubnetIds", "SecurityGroupId"]
