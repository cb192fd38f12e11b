"""Projects made from templates in S3, by a user who may do little himself."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws, policy
from tests.localaws.sagemaker.studio import Studio, template

STACKS = ["cloudformation:*", "sagemaker:*", "s3:GetObject"]


@pytest.fixture
def studio(aws: Aws) -> Studio:
    suffix = uuid.uuid4().hex[:8]
    aws.client("s3").create_bucket(Bucket=f"studio-{suffix}")
    return Studio(aws, f"Fraud-{suffix}", f"studio-{suffix}")


def user(studio: Studio, *statements: dict[str, Any]) -> Any:
    """A SageMaker client of a user who may make stacks and projects, and what is said besides."""
    iam, name = studio.aws.client("iam"), f"user-{uuid.uuid4().hex[:8]}"
    trust = policy({"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    rights = policy({"Effect": "Allow", "Action": STACKS, "Resource": "*"}, *statements)
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
    world = studio.aws.world
    credentials = world.clients.assume(role, "studio", "us-east-1", studio.aws.server.credentials)
    return world.clients.get("sagemaker", "us-east-1", credentials)


def passing(role: str) -> dict[str, Any]:
    condition = {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}
    return {"Effect": "Allow", "Action": "iam:PassRole", "Resource": role, "Condition": condition}


def create(sagemaker: Any, studio: Studio, role: str, **more: Any) -> None:
    details = {"TemplateName": "demo", "TemplateURL": studio.publish(template()), "RoleARN": role}
    providers = [{"CfnTemplateProvider": details}]
    sagemaker.create_project(ProjectName=studio.name, TemplateProviders=providers, **more)


def test_a_user_who_may_not_pass_the_role_makes_no_project(studio: Studio) -> None:
    with pytest.raises(ClientError, match="iam:PassRole"):
        create(user(studio), studio, studio.role("cloudformation.amazonaws.com"))


def test_a_role_that_cloudformation_may_not_assume_makes_no_stack(studio: Studio) -> None:
    role = studio.role("servicecatalog.amazonaws.com")
    create(user(studio, passing(role)), studio, role)
    assert studio.settled()["ProjectStatus"] == "CreateFailed"
    assert role in studio.message()


def test_the_role_does_what_the_user_may_not_at_creation_and_at_an_update(studio: Studio) -> None:
    role = studio.role("cloudformation.amazonaws.com")
    sagemaker = user(studio, passing(role))
    create(sagemaker, studio, role, Tags=[{"Key": "team", "Value": "blue"}])
    made = studio.settled()
    assert made["ProjectStatus"] == "CreateCompleted", studio.message()
    changed = template()
    changed["Resources"]["Second"] = {
        "Type": "AWS::CodeCommit::Repository",
        "Properties": {"RepositoryName": {"Fn::Sub": "second-${SageMakerProjectId}"}},
    }
    url = studio.publish(changed, "template-2.json")
    update = {"CfnTemplateProvider": {"TemplateName": "demo", "TemplateURL": url}}
    sagemaker.update_project(ProjectName=studio.name, TemplateProvidersToUpdate=[update])
    found = studio.settled()
    assert found["ProjectStatus"] == "UpdateCompleted", studio.message()
    detail = found["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]
    assert (detail["TemplateURL"], detail["RoleARN"]) == (url, role)
    stack = studio.aws.client("cloudformation").describe_stacks(StackName=detail["StackDetail"]["Name"])["Stacks"][0]
    tags = {tag["Key"]: tag["Value"] for tag in stack["Tags"]}
    assert (tags["team"], tags["sagemaker:project-name"], stack["RoleARN"]) == ("blue", studio.name, role)
    repository = f"second-{made['ProjectId']}"
    assert studio.aws.client("codecommit").get_repository(repositoryName=repository)


def test_an_update_names_the_template_provider_that_the_project_has(studio: Studio) -> None:
    role = studio.role("cloudformation.amazonaws.com")
    sagemaker = user(studio, passing(role))
    create(sagemaker, studio, role)
    studio.settled()
    other = {"TemplateName": "other", "TemplateURL": studio.publish(template())}
    with pytest.raises(ClientError, match="no template provider other"):
        sagemaker.update_project(ProjectName=studio.name, TemplateProvidersToUpdate=[{"CfnTemplateProvider": other}])
