from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.waiting import until

Document = dict[str, Any]


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def template(**changes: Any) -> Document:
    name = {"Fn::Sub": "${SageMakerProjectName}-${SageMakerProjectId}"}
    properties = {"RepositoryName": name, "RepositoryDescription": {"Ref": "Purpose"}}
    repository = {"Type": "AWS::CodeCommit::Repository", "Properties": properties}
    parameters = {
        "SageMakerProjectName": {"Type": "String"},
        "SageMakerProjectId": {"Type": "String"},
        "Purpose": {"Type": "String", "Default": "none"},
    }
    return {"Parameters": parameters, "Resources": {"Repository": repository}, **changes}


@dataclass(frozen=True)
class Studio:
    aws: Any
    name: str
    bucket: str

    @property
    def sagemaker(self) -> Any:
        return self.aws.client("sagemaker")

    @property
    def catalog(self) -> Any:
        return self.aws.client("servicecatalog")

    def publish(self, body: Document, key: str = "template.json") -> str:
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=json.dumps(body).encode())
        return f"https://{self.bucket}.s3.us-east-1.amazonaws.com/{key}"

    def role(self, service: str) -> str:
        noun = service.partition(".")[0]
        return self.aws.role(f"{self.name}-{noun}", noun)

    def product(self, body: Document) -> Document:
        info = {"LoadTemplateFromURL": self.publish(body)}
        made = self.catalog.create_product(
            Name=self.name,
            Owner="Platform",
            ProductType="CLOUD_FORMATION_TEMPLATE",
            ProvisioningArtifactParameters={"Name": "v1", "Type": "CLOUD_FORMATION_TEMPLATE", "Info": info},
        )
        product = made["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
        portfolio = self.catalog.create_portfolio(DisplayName=self.name, ProviderName="Platform")["PortfolioDetail"]
        member = {"PortfolioId": portfolio["Id"], "ProductId": product}
        self.catalog.associate_product_with_portfolio(**member)
        role = json.dumps({"RoleArn": self.role("servicecatalog.amazonaws.com")})
        self.catalog.create_constraint(**member, Type="LAUNCH", Parameters=role)
        return {"ProductId": product}

    def create(self, body: Document, provider: str, parameters: Document | None = None, **more: Any) -> str:
        given = [{"Key": key, "Value": value} for key, value in (parameters or {}).items()]
        if provider == "catalog":
            details = {**self.product(body), "ProvisioningParameters": given}
            made = {"ServiceCatalogProvisioningDetails": details}
        else:
            details = {"TemplateName": "demo", "TemplateURL": self.publish(body), "Parameters": given}
            made = {"TemplateProviders": [{"CfnTemplateProvider": details}]}
        return str(self.sagemaker.create_project(ProjectName=self.name, **made, **more)["ProjectId"])

    def describe(self) -> Document:
        return dict(self.sagemaker.describe_project(ProjectName=self.name))

    def settled(self) -> Document:
        def look() -> Document | None:
            found = self.describe()
            return None if found["ProjectStatus"].endswith(("Progress", "Pending")) else found

        return until(look, f"the rest of project {self.name}")

    def message(self) -> str:
        found = self.settled()
        if "TemplateProviderDetails" in found:
            return str(found["TemplateProviderDetails"][0]["CfnTemplateProviderDetail"]["StackDetail"]["StatusMessage"])
        return str(found["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductStatusMessage"])


@pytest.fixture
def studio(aws: Any) -> Studio:
    suffix = uuid.uuid4().hex[:8]
    bucket = f"studio-{suffix}"
    aws.client("s3").create_bucket(Bucket=bucket)
    return Studio(aws, f"Fraud-{suffix}", bucket)


both = pytest.mark.parametrize("provider", ["catalog", "s3"])


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
