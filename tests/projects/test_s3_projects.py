"""Projects from templates in S3, on the embedded AWS: made, brought to the newest version, deleted."""

from __future__ import annotations

from collections.abc import Callable

import boto3
import pytest
from troposphere import Sub, Template, s3, sns

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Phase, Product, Scm
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.conftest import Aws
from tests.projects.conftest import SERVICES

ACCOUNT = "333400000001"
Publish = Callable[[str], None]


@pytest.fixture(scope="module")
def clients(aws: Aws) -> Clients:
    role = f"arn:aws:iam::{ACCOUNT}:role/OrganizationAccountAccessRole"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="lead")["Credentials"]
    session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], "eu-west-1")
    return Clients(*(session.client(service, endpoint_url=aws.url) for service in SERVICES))


@pytest.fixture(scope="module")
def publish(clients: Clients) -> Publish:
    """Offers a product whose topic is called by the given words, by both channels."""

    def published(words: str) -> None:
        bundle = make_bundle([product(words)], "codecommit")
        settings = Settings(channels=("service-catalog", "s3"))
        apply(make_plan(bundle, settings, clients), bundle, clients, report=lambda step: None)

    return published


def product(words: str) -> Product:
    def build(template: Template, scm: Scm) -> None:
        bucket = Sub("sagemaker-${SageMakerProjectId}-data-${AWS::AccountId}")
        template.add_resource(s3.Bucket("Data", BucketName=bucket, DeletionPolicy="RetainExceptOnCreate"))
        topic = Sub("sagemaker-${SageMakerProjectName}-${SageMakerProjectId}-news")
        template.add_resource(sns.Topic("News", TopicName=topic, DisplayName=words))

    return Product("small", Phase.INITIAL, "Small", "For tests", (), build)


def made(name: str, clients: Clients, channel: str) -> projects.Project:
    projects.create(name, "small", {}, clients, channel=channel)
    project = projects.wait(name, clients)
    assert project is not None
    return project


def words_of(project: projects.Project, clients: Clients) -> str:
    """The `DisplayName` in the template of the project's stack."""
    body = str(clients.cloudformation.get_template(StackName=project.stack(clients))["TemplateBody"])
    return body.partition("DisplayName: ")[2].partition("\n")[0]


def test_a_project_of_a_template_in_s3_is_made_as_the_launch_role(clients: Clients, publish: Publish) -> None:
    publish("one")
    project = made("by-template", clients, "s3")
    stack = clients.cloudformation.describe_stacks(StackName=project.stack(clients))["Stacks"][0]
    assert project.status == "CreateCompleted"
    assert stack["StackName"].startswith("SP-")
    assert stack["RoleARN"] == f"arn:aws:iam::{ACCOUNT}:role/AmazonSageMakerProjectsLaunchRole"


@pytest.mark.parametrize("channel", ["s3", "service-catalog"])
def test_an_upgrade_brings_a_project_to_what_is_published_now(channel: str, clients: Clients, publish: Publish) -> None:
    publish(f"before {channel}")
    name = f"upgraded-by-{channel}"
    project = made(name, clients, channel)
    publish(f"after {channel}")
    assert words_of(project, clients) == f"before {channel}"
    projects.upgrade(name, {}, clients)
    upgraded = projects.wait(name, clients)
    assert upgraded is not None
    assert upgraded.status == "UpdateCompleted"
    assert words_of(upgraded, clients) == f"after {channel}"


def test_deleting_it_leaves_only_what_is_retained_and_lists_it(clients: Clients, publish: Publish) -> None:
    publish("one")
    project = made("deleted", clients, "s3")
    bucket = f"sagemaker-{project.project_id}-data-{ACCOUNT}"
    assert projects.delete("deleted", clients) == (projects.Retained("AWS::S3::Bucket", bucket),)
    assert projects.read_project("deleted", clients) is None


def test_a_template_that_is_not_published_is_answered_with_the_nearest(clients: Clients, publish: Publish) -> None:
    publish("one")
    with pytest.raises(MlopsTemplatesError, match=r"Did you mean small\.codecommit\?"):
        projects.create("none", "smal", {}, clients, channel="s3")


def test_a_project_that_is_not_there_is_not_upgraded(clients: Clients) -> None:
    with pytest.raises(MlopsTemplatesError, match="There is no project nobody"):
        projects.upgrade("nobody", {}, clients)
