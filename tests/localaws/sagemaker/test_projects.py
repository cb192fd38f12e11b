from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from tests.localaws.sagemaker.studio import Document, Studio, both, studio, template

__all__ = ["studio"]


@both
def test_a_project_lives_and_goes(studio: Studio, provider: str) -> None:
    project_id = studio.create(template(), provider, {"Purpose": "work"})
    assert re.fullmatch(r"p-[a-z0-9]{12}", project_id)
    assert studio.settled()["ProjectStatus"] == "CreateCompleted"
    codecommit = studio.aws.client("codecommit")
    repository = codecommit.get_repository(repositoryName=f"{studio.name}-{project_id}")["repositoryMetadata"]
    assert repository["repositoryDescription"] == "work"
    studio.sagemaker.delete_project(ProjectName=studio.name)
    assert studio.settled()["ProjectStatus"] == "DeleteCompleted"
    with pytest.raises(ClientError, match="RepositoryDoesNotExistException"):
        codecommit.get_repository(repositoryName=f"{studio.name}-{project_id}")
    listed = studio.sagemaker.list_projects(NameContains=studio.name)["ProjectSummaryList"]
    assert listed == []


@both
def test_what_a_project_makes_bears_its_tags(studio: Studio, provider: str) -> None:
    project_id = studio.create(template(), provider, Tags=[{"Key": "cost", "Value": "42"}])
    studio.settled()
    codecommit = studio.aws.client("codecommit")
    found = codecommit.get_repository(repositoryName=f"{studio.name}-{project_id}")["repositoryMetadata"]
    tags = codecommit.list_tags_for_resource(resourceArn=found["Arn"])["tags"]
    assert tags == {"cost": "42", "sagemaker:project-name": studio.name, "sagemaker:project-id": project_id}


@both
def test_a_parameter_that_the_template_does_not_have_fails_the_project(studio: Studio, provider: str) -> None:
    studio.create(template(), provider, {"Colour": "red"})
    assert studio.settled()["ProjectStatus"] == "CreateFailed"
    assert "Parameters: [Colour] do not exist in the template" in studio.message()


@both
def test_a_template_without_the_two_project_parameters_fails_the_project(studio: Studio, provider: str) -> None:
    repository = {"Type": "AWS::CodeCommit::Repository", "Properties": {"RepositoryName": studio.name}}
    studio.create({"Resources": {"Repository": repository}}, provider)
    assert studio.settled()["ProjectStatus"] == "CreateFailed"
    assert "SageMakerProjectName" in studio.message()


@both
def test_a_failed_stack_fails_the_project_with_the_reason(studio: Studio, provider: str) -> None:
    taken = {"Type": "AWS::CodeCommit::Repository", "Properties": {"RepositoryName": f"{studio.name}-taken"}}
    studio.aws.client("codecommit").create_repository(repositoryName=f"{studio.name}-taken")
    studio.create(template(Resources={"Taken": taken}), provider)
    assert studio.settled()["ProjectStatus"] == "CreateFailed"
    assert "Taken (AWS::CodeCommit::Repository)" in studio.message()
    studio.sagemaker.delete_project(ProjectName=studio.name)
    assert studio.settled()["ProjectStatus"] == "DeleteCompleted"


@both
def test_an_update_changes_what_it_names(studio: Studio, provider: str) -> None:
    project_id = studio.create(template(), provider, {"Purpose": "first"})
    studio.settled()
    given = [{"Key": "Purpose", "Value": "second"}]
    if provider == "catalog":
        change: Document = {"ServiceCatalogProvisioningUpdateDetails": {"ProvisioningParameters": given}}
    else:
        url = studio.publish(template())
        details = {"TemplateName": "demo", "TemplateURL": url, "Parameters": given}
        change = {"TemplateProvidersToUpdate": [{"CfnTemplateProvider": details}]}
    studio.sagemaker.update_project(ProjectName=studio.name, ProjectDescription="newer", **change)
    found = studio.settled()
    assert (found["ProjectStatus"], found["ProjectDescription"]) == ("UpdateCompleted", "newer")
    repository = studio.aws.client("codecommit").get_repository(repositoryName=f"{studio.name}-{project_id}")
    assert repository["repositoryMetadata"]["repositoryDescription"] == "second"


def test_the_stacks_are_named_as_policies_expect(studio: Studio) -> None:
    project_id = studio.create(template(), "s3")
    stack = studio.settled()["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]
    assert stack["Name"] == f"SP-123456789012-{project_id}"


def test_a_launch_role_makes_the_stack_of_an_s3_template(studio: Studio) -> None:
    role = studio.role("cloudformation.amazonaws.com")
    details = {"TemplateName": "demo", "TemplateURL": studio.publish(template()), "RoleARN": role}
    providers = [{"CfnTemplateProvider": details}]
    studio.sagemaker.create_project(ProjectName=studio.name, TemplateProviders=providers)
    found = studio.settled()["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]
    stack = studio.aws.client("cloudformation").describe_stacks(StackName=found["StackDetail"]["Name"])["Stacks"][0]
    assert (found["RoleARN"], stack["RoleARN"]) == (role, role)


REFUSED: dict[str, tuple[Callable[[Document], object], str]] = {
    "name": (lambda r: r.update(ProjectName="with space"), "'projectName' failed to satisfy constraint"),
    "long name": (lambda r: r.update(ProjectName="x" * 33), "less than or equal to 32"),
    "long description": (lambda r: r.update(ProjectDescription="x" * 1025), "less than or equal to 1024"),
    "no provider": (lambda r: r.pop("TemplateProviders"), "Specify either"),
    "plain http": (
        lambda r: r["TemplateProviders"][0]["CfnTemplateProvider"].update(TemplateURL="http://x/y"),
        "regular expression",
    ),
    "both providers": (lambda r: r.update(ServiceCatalogProvisioningDetails={"ProductId": "prod-x"}), "Specify either"),
    "a parameter of SageMaker": (
        lambda r: r["TemplateProviders"][0]["CfnTemplateProvider"].update(
            Parameters=[{"Key": "SageMakerProjectId", "Value": "p-1"}]
        ),
        "SageMakerProjectId",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_that_aws_refuses_is_refused_for_its_own_reason(studio: Studio, case: str) -> None:
    change, words = REFUSED[case]
    details = {"TemplateName": "demo", "TemplateURL": studio.publish(template())}
    request: Document = {"ProjectName": studio.name, "TemplateProviders": [{"CfnTemplateProvider": details}]}
    change(request)
    with pytest.raises(ClientError) as refused:
        studio.sagemaker.create_project(**request)
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert words in refused.value.response["Error"]["Message"]
    with pytest.raises(ClientError, match="does not exist"):
        studio.describe()


def test_a_product_that_is_not_offered_is_refused_at_once(studio: Studio) -> None:
    details = studio.product(template())
    portfolio = studio.catalog.list_portfolios_for_product(ProductId=details["ProductId"])["PortfolioDetails"][0]["Id"]
    constraint = studio.catalog.list_constraints_for_portfolio(PortfolioId=portfolio)["ConstraintDetails"][0]
    studio.catalog.delete_constraint(Id=constraint["ConstraintId"])
    studio.catalog.disassociate_product_from_portfolio(PortfolioId=portfolio, **details)
    with pytest.raises(ClientError, match="Exception when calling AWS ServiceCatalog: No launch paths found"):
        studio.sagemaker.create_project(ProjectName=studio.name, ServiceCatalogProvisioningDetails=details)


def test_a_name_is_free_again_after_deletion(studio: Studio) -> None:
    first = studio.create(template(), "s3")
    studio.settled()
    with pytest.raises(ClientError, match="already exists"):
        studio.create(template(), "s3")
    studio.sagemaker.delete_project(ProjectName=studio.name)
    studio.settled()
    assert studio.create(template(), "s3") != first
    assert studio.settled()["ProjectStatus"] == "CreateCompleted"


def test_projects_are_listed_in_order_and_pages(studio: Studio) -> None:
    details = {"TemplateName": "demo", "TemplateURL": studio.publish(template())}
    names = [f"{studio.name}-{letter}" for letter in "bca"]
    for name in names:
        providers = [{"CfnTemplateProvider": details}]
        studio.sagemaker.create_project(ProjectName=name, TemplateProviders=providers)
    request = {"NameContains": studio.name.lower(), "SortBy": "Name", "SortOrder": "Descending", "MaxResults": 2}
    first = studio.sagemaker.list_projects(**request)
    second = studio.sagemaker.list_projects(**request, NextToken=first["NextToken"])
    listed = [each["ProjectName"] for page in (first, second) for each in page["ProjectSummaryList"]]
    assert listed == sorted(names, reverse=True)


def test_a_project_under_way_is_not_deleted(studio: Studio) -> None:
    studio.create(template(), "s3")
    with pytest.raises(ClientError, match="ConflictException"):
        studio.sagemaker.delete_project(ProjectName=studio.name)
    studio.settled()


def test_the_portfolio_switch_keeps_its_position(studio: Studio) -> None:
    studio.sagemaker.enable_sagemaker_servicecatalog_portfolio()
    assert studio.sagemaker.get_sagemaker_servicecatalog_portfolio_status()["Status"] == "Enabled"
    studio.sagemaker.disable_sagemaker_servicecatalog_portfolio()
    assert studio.sagemaker.get_sagemaker_servicecatalog_portfolio_status()["Status"] == "Disabled"
