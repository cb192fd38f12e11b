"""Publishing project templates in S3 to the embedded AWS, over HTTP."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import boto3
import pytest

from mlops_templates.bundle import Bundle
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import Clients, Published, Settings, Verb, apply, make_plan
from tests.conftest import Aws, policy
from tests.publish.conftest import SERVICES, Rebundle
from tests.publish.wire import Killed, tapped

ACCOUNTS = (str(333300000000 + number) for number in itertools.count(1))
BY_S3 = Settings(channels=("s3",))
KEY = "project-templates/1-small.codecommit.yaml"
ROLE = "AmazonSageMakerProjectsLaunchRole"


def publish(bundle: Bundle, clients: Clients, settings: Settings = BY_S3) -> Published:
    return apply(make_plan(bundle, settings, clients), bundle, clients, report=lambda step: None)


def account(clients: Clients) -> str:
    return str(clients.sts.get_caller_identity()["Account"])


def bucket(clients: Clients) -> str:
    return f"sagemaker-mlops-templates-{account(clients)}-{clients.region}"


def offered(clients: Clients) -> tuple[str, dict[str, str]]:
    """The template that Studio reads, and its tags."""
    body = clients.s3.get_object(Bucket=bucket(clients), Key=KEY)["Body"].read().decode()
    tags = clients.s3.get_object_tagging(Bucket=bucket(clients), Key=KEY)["TagSet"]
    return body, {tag["Key"]: tag["Value"] for tag in tags}


@pytest.fixture
def session(aws: Aws) -> boto3.session.Session:
    """An account of its own: the launch role belongs to the account, not to a region."""
    role = f"arn:aws:iam::{next(ACCOUNTS)}:role/OrganizationAccountAccessRole"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="publisher")["Credentials"]
    return boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


@pytest.fixture
def clients(aws: Aws, session: boto3.session.Session) -> Clients:
    return in_region(aws, session, "eu-west-1")


@pytest.fixture
def clients_elsewhere(aws: Aws, session: boto3.session.Session) -> Clients:
    return in_region(aws, session, "eu-central-1")


def in_region(aws: Aws, session: boto3.session.Session, region: str) -> Clients:
    return Clients(*(session.client(service, region, endpoint_url=aws.url) for service in SERVICES))


def test_a_template_in_s3_is_named_for_people_and_tagged_to_be_seen(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients)
    body, tags = offered(clients)
    assert "DisplayName: one" in body
    assert tags == {"sagemaker:studio-visibility": "true"}
    assert done.templates == ("1-small.codecommit.yaml",)
    assert done.location == f"s3://{bucket(clients)}/project-templates/"


def test_this_channel_alone_makes_no_portfolio(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients)
    assert (done.portfolio_id, done.products) == ("", ())
    assert clients.servicecatalog.list_portfolios()["PortfolioDetails"] == []


def test_both_channels_offer_the_same_template(clients: Clients, bundle_of: Rebundle) -> None:
    bundle = bundle_of("one")
    done = publish(bundle, clients, Settings(channels=("service-catalog", "s3")))
    assert done.portfolio_id
    assert offered(clients)[0].encode() == bundle.templates[0].asset.content


def test_a_plan_writes_nothing(clients: Clients, bundle_of: Rebundle) -> None:
    with tapped(clients) as wire:
        plan = make_plan(bundle_of("one"), BY_S3, clients)
    assert wire.writes == []
    assert [str(line) for line in plan.changes][-1] == "add     template   1-small.codecommit.yaml"


def test_a_second_publish_writes_nothing(clients: Clients, bundle_of: Rebundle) -> None:
    first = publish(bundle_of("one"), clients)
    with tapped(clients) as wire:
        plan = make_plan(bundle_of("one"), BY_S3, clients)
        again = apply(plan, bundle_of("one"), clients, report=lambda step: None)
    assert {change.verb for change in plan.changes} == {Verb.KEEP}
    assert wire.writes == []
    assert again == first


def test_a_changed_template_replaces_what_studio_offers_and_stays_where_it_was_content(
    clients: Clients, bundle_of: Rebundle
) -> None:
    old = bundle_of("one")
    publish(old, clients)
    new = bundle_of("two")
    plan = make_plan(new, BY_S3, clients)
    apply(plan, new, clients, report=lambda step: None)
    assert (plan.changes[-1].verb, plan.changes[-1].kind) == (Verb.CHANGE, "template")
    assert "DisplayName: two" in offered(clients)[0]
    kept = clients.s3.get_object(Bucket=bucket(clients), Key=old.templates[0].asset.key)["Body"].read()
    assert kept == old.templates[0].asset.content


def test_a_template_whose_tag_is_gone_is_tagged_again(clients: Clients, bundle_of: Rebundle) -> None:
    publish(bundle_of("one"), clients)
    clients.s3.delete_object_tagging(Bucket=bucket(clients), Key=KEY)
    publish(bundle_of("one"), clients)
    assert offered(clients)[1] == {"sagemaker:studio-visibility": "true"}


@pytest.mark.parametrize("cut", ["PutObject", "CreateChangeSet", "ExecuteChangeSet"])
@pytest.mark.parametrize("time", [1, 3])
def test_a_publish_killed_after_a_write_converges_when_run_again(
    cut: str, time: int, clients: Clients, bundle_of: Rebundle
) -> None:
    bundle = bundle_of("one")
    for _ in range(time):
        with pytest.raises(Killed), tapped(clients, killed_after=cut):
            publish(bundle, clients)
    publish(bundle, clients)
    assert offered(clients)[0].encode() == bundle.templates[0].asset.content
    assert {change.verb for change in make_plan(bundle, BY_S3, clients).changes} == {Verb.KEEP}


def test_the_launch_role_trusts_cloudformation_and_roles_of_studio(clients: Clients, bundle_of: Rebundle) -> None:
    publish(bundle_of("one"), clients)
    role = clients.iam.get_role(RoleName=ROLE)["Role"]
    service, people = role["AssumeRolePolicyDocument"]["Statement"]
    assert role["Path"] == "/"
    assert service["Principal"] == {"Service": "cloudformation.amazonaws.com"}
    patterns = people["Condition"]["ArnLike"]["aws:PrincipalArn"]
    assert f"arn:aws:iam::{account(clients)}:role/mlops/mlops-templates-studio-*" in patterns
    assert people["Principal"] == {"AWS": f"arn:aws:iam::{account(clients)}:root"}


def test_another_region_brings_its_policies_to_the_same_role(
    clients: Clients, clients_elsewhere: Clients, bundle_of: Rebundle
) -> None:
    publish(bundle_of("one"), clients)
    publish(bundle_of("one"), clients_elsewhere)
    found = clients.iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    names = {policy["PolicyName"] for policy in found}
    for region in (clients.region, clients_elsewhere.region):
        assert f"mlops-templates-s3-launch-stacks-{region}" in names
    plan = make_plan(bundle_of("one"), BY_S3, clients_elsewhere)
    assert {change.verb for change in plan.changes} == {Verb.KEEP}


def test_a_role_of_that_name_that_others_made_is_refused_before_anything_is_written(
    clients: Clients, bundle_of: Rebundle
) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    clients.iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=policy(trust))
    with tapped(clients) as wire, pytest.raises(MlopsTemplatesError, match="did not make"):
        publish(bundle_of("one"), clients)
    assert wire.writes == []


class Domain:
    """A SageMaker domain, of which only the tags matter; the embedded AWS has none."""

    def __init__(self) -> None:
        self.tags: dict[str, str] = {}
        self.written = 0

    def get_paginator(self, _: str) -> Domain:
        return self

    def paginate(self, ResourceArn: str) -> list[dict[str, Any]]:
        assert ResourceArn.endswith(":domain/d-ab12cd34ef56")
        return [{"Tags": [{"Key": key, "Value": value} for key, value in self.tags.items()]}]

    def add_tags(self, ResourceArn: str, Tags: list[dict[str, str]]) -> None:
        self.tags |= {tag["Key"]: tag["Value"] for tag in Tags}
        self.written += 1


def test_a_domain_is_told_of_the_templates_once(clients: Clients, bundle_of: Rebundle) -> None:
    domain = Domain()
    told = replace(clients, sagemaker=domain)
    settings = Settings(channels=("s3",), domain_id="d-ab12cd34ef56")
    done = publish(bundle_of("one"), told, settings)
    publish(bundle_of("one"), told, settings)
    assert domain.tags == {"sagemaker:projectS3TemplatesLocation": done.location}
    assert domain.written == 1
    assert done.tag_command == ""


def test_who_tags_the_domain_by_hand_is_told_how(clients: Clients, bundle_of: Rebundle) -> None:
    done = publish(bundle_of("one"), clients)
    assert done.tag_command.startswith("aws sagemaker add-tags --resource-arn arn:aws:sagemaker:")
    assert done.tag_command.endswith(f"Value={done.location}")


def test_a_domain_without_this_channel_or_without_an_id_is_refused() -> None:
    with pytest.raises(MlopsTemplatesError, match="give --channel s3 with it"):
        Settings(domain_id="d-ab12cd34ef56")
    with pytest.raises(MlopsTemplatesError, match="not the id of a SageMaker domain"):
        Settings(channels=("s3",), domain_id="my-domain")
