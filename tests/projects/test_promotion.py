"""Projects moved to another product, on the embedded AWS, by both channels."""

from __future__ import annotations

from dataclasses import replace

import boto3
import pytest
from troposphere import Output, Parameter, Ref, Sub, Template, s3, sns

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.naming import asset_bucket
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.conftest import Aws
from tests.projects.conftest import SERVICES

ACCOUNT = "333400000002"
# Service Catalog moves the project without telling SageMaker.
STATUS = {"s3": "UpdateCompleted", "service-catalog": "CreateCompleted"}


def lower(template: Template, scm: Scm) -> None:
    template.add_parameter(Parameter("Words", Type="String", Default="none", Description="Words"))
    bucket = Sub("sagemaker-${SageMakerProjectId}-data-${AWS::AccountId}")
    template.add_resource(s3.Bucket("Data", BucketName=bucket, DeletionPolicy="RetainExceptOnCreate"))


def upper(template: Template, scm: Scm) -> None:
    lower(template, scm)
    template.add_parameter(Parameter("More", Type="String", Default="none", Description="More words"))
    topic = Sub("sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-news")
    template.add_resource(sns.Topic("News", TopicName=topic))
    template.add_output(Output("Said", Value=Sub("${Words} ${More}")))


def broken(template: Template, scm: Scm) -> None:
    """One more bucket, whose name is taken."""
    lower(template, scm)
    template.add_resource(s3.Bucket("Taken", BucketName=Sub(asset_bucket())))
    template.add_output(Output("Taken", Value=Ref("Taken")))


def newer(template: Template, scm: Scm) -> None:
    """The next version of the upper one."""
    upper(template, scm)
    topic = Sub("sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-newer")
    template.add_resource(sns.Topic("Newer", TopicName=topic))


UPPER = Product("upper", Phase.REPEATABLE, "Upper", "For tests", (), upper)
PRODUCTS = (
    UPPER,
    Product("lower", Phase.INITIAL, "Lower", "For tests", (), lower),
    Product("broken", Phase.REPEATABLE, "Broken", "For tests", (), broken),
)


@pytest.fixture(scope="module")
def clients(aws: Aws) -> Clients:
    role = f"arn:aws:iam::{ACCOUNT}:role/OrganizationAccountAccessRole"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="lead")["Credentials"]
    session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], "eu-west-1")
    clients = Clients(*(session.client(service, endpoint_url=aws.url) for service in SERVICES))
    offer(clients, *PRODUCTS)
    return clients


def offer(clients: Clients, *products: Product) -> None:
    bundle = make_bundle(list(products), "codecommit")
    settings = Settings(channels=("service-catalog", "s3"))
    apply(make_plan(bundle, settings, clients), bundle, clients, report=lambda step: None)


def made(name: str, clients: Clients, channel: str) -> projects.Project:
    projects.create(name, "lower", {"Words": "kept"}, clients, channel=channel)
    project = projects.wait(name, clients)
    assert project is not None
    return project


def ids(project: projects.Project, clients: Clients) -> dict[str, str]:
    found = clients.cloudformation.list_stack_resources(StackName=project.stack(clients))["StackResourceSummaries"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}


def said(project: projects.Project, clients: Clients) -> str:
    (stack,) = clients.cloudformation.describe_stacks(StackName=project.stack(clients))["Stacks"]
    return str({output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}["Said"])


@pytest.mark.parametrize("channel", ["s3", "service-catalog"])
def test_a_promoted_project_has_what_the_next_product_has_and_keeps_the_rest(channel: str, clients: Clients) -> None:
    project = made(f"promoted-by-{channel}", clients, channel)
    before = ids(project, clients)
    promotion = projects.promote(project.name, "upper", {"More": "given"}, clients)
    promoted = promotion.project
    assert promotion.next_steps == ()
    assert (promoted.project_id, promoted.status) == (project.project_id, STATUS[channel])
    assert set(ids(promoted, clients)) == {*before, "News"}
    assert before.items() <= ids(promoted, clients).items()
    assert said(promoted, clients) == "kept given"


@pytest.mark.parametrize("channel", ["s3", "service-catalog"])
def test_a_promotion_that_fails_says_why_and_leaves_the_project_as_it_was(channel: str, clients: Clients) -> None:
    project = made(f"refused-by-{channel}", clients, channel)
    before = ids(project, clients)
    with pytest.raises(MlopsTemplatesError, match="already"):
        projects.promote(project.name, "broken", {}, clients)
    assert ids(project, clients) == before


@pytest.mark.parametrize("channel", ["s3", "service-catalog"])
def test_an_upgrade_after_a_promotion_stays_on_the_floor(channel: str, clients: Clients) -> None:
    project = made(f"stays-up-by-{channel}", clients, channel)
    projects.promote(project.name, "upper", {"More": "given"}, clients)
    offer(clients, replace(UPPER, build=newer), *PRODUCTS[1:])
    projects.upgrade(project.name, {}, clients)
    upgraded = projects.wait(project.name, clients)
    assert upgraded is not None
    assert {"News", "Newer"} <= ids(upgraded, clients).keys()
    assert said(upgraded, clients) == "kept given"
    offer(clients, *PRODUCTS)


def test_a_project_that_is_not_there_is_not_promoted(clients: Clients) -> None:
    with pytest.raises(MlopsTemplatesError, match="There is no project nobody"):
        projects.promote("nobody", "upper", {}, clients)


def test_no_project_is_promoted_to_what_is_not_published(clients: Clients) -> None:
    name = made("stays", clients, "service-catalog").name
    with pytest.raises(MlopsTemplatesError, match="Did you mean upper"):
        projects.promote(name, "uper", {}, clients)
