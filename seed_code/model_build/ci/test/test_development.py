from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from ci import development
from ci.development import Assumed, in_network, known_there, place_of

DEVELOPMENT = "210987654321"
ROLE = f"arn:aws:iam::{DEVELOPMENT}:role/mlops/mlops-templates-target-{{}}-eu-west-1"
FACTS = {"key-arn": "arn:key", "subnet-ids": "subnet-1,subnet-2", "security-group-id": "sg-1"}


class Aws:
    """STS and Systems Manager in one."""

    def __init__(self, facts=FACTS, lasts=timedelta(hours=1)):
        self.facts, self.lasts, self.assumed = facts, lasts, []

    def assume_role(self, RoleArn, RoleSessionName):
        self.assumed.append((RoleArn, RoleSessionName))
        keys = {"AccessKeyId": f"key-{len(self.assumed)}", "SecretAccessKey": "secret", "SessionToken": "token"}
        return {"Credentials": keys | {"Expiration": datetime.now(UTC) + self.lasts}}

    def get_parameters(self, Names):
        found = {name: self.facts[name.removeprefix("/mlops-templates/target/")] for name in Names}
        return {"Parameters": [{"Name": name, "Value": value} for name, value in found.items()]}


class Session:
    """Clients of whoever the session acts as."""

    def __init__(self, arn, aws):
        self.arn, self.aws = arn, aws

    def client(self, service, **_):
        return self.aws if service == "ssm" else (service, self.arn)


@pytest.fixture
def aws(monkeypatch):
    aws = Aws()
    monkeypatch.setattr(boto3, "client", lambda service, **_: aws if service == "sts" else (service, "own"))
    monkeypatch.setattr(development, "act_as", lambda here, arn: Session(arn, aws))
    return aws


@pytest.fixture
def separate(project):
    return replace(project, development_account=DEVELOPMENT)


def test_in_a_single_account_pipelines_run_where_the_build_does(aws, project):
    place = place_of(project)
    assert place.project == project
    assert place.client("sagemaker") == ("sagemaker", "own")


@pytest.mark.parametrize(("branch", "duty"), [("main", "build"), ("feature/x", "branch")])
def test_pipelines_of_main_and_of_branches_run_as_a_role_of_their_own(aws, separate, branch, duty):
    place = place_of(replace(separate, branch=branch))
    assert place.client("sagemaker") == ("sagemaker", ROLE.format(duty))


@pytest.mark.parametrize(("branch", "duty"), [("main", "training"), ("feature/x", "training-branch")])
def test_jobs_have_a_role_there_and_register_in_the_account_of_the_project(separate, branch, duty):
    there = known_there(replace(separate, branch=branch))
    groups = "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group"
    assert there.role == ROLE.format(duty)
    assert (there.main_group, there.dev_group) == (f"{groups}/churn-p-abc123", f"{groups}/churn-p-abc123-dev")
    assert (there.bucket, there.kms_key) == (separate.bucket, separate.kms_key)


def test_jobs_are_in_the_network_of_the_account_and_their_disks_have_its_key(separate):
    there = in_network(separate, Aws())
    assert (there.subnets, there.security_groups) == (("subnet-1", "subnet-2"), ("sg-1",))
    assert there.disk_key == "arn:key"


def test_an_account_without_a_network_gives_none(separate):
    there = in_network(separate, Aws(FACTS | {"subnet-ids": "none", "security-group-id": "none"}))
    assert (there.subnets, there.security_groups) == ((), ())


def test_a_network_that_the_project_names_is_kept(separate):
    there = in_network(replace(separate, subnets=("subnet-9",), security_groups=("sg-9",)), Aws())
    assert (there.subnets, there.security_groups) == (("subnet-9",), ("sg-9",))


def test_the_role_is_taken_on_again_before_it_ends(monkeypatch, separate):
    """A build may last longer than a role that a role has taken on."""
    aws = Aws(lasts=timedelta(seconds=30))
    monkeypatch.setattr(boto3, "client", lambda *_, **__: aws)
    credentials = Assumed(separate, ROLE.format("build")).load()
    keys = [credentials.get_frozen_credentials().access_key for _ in range(2)]
    assert keys == ["key-1", "key-2"]
    assert set(aws.assumed) == {(ROLE.format("build"), "churn-p-abc123")}


def test_a_session_signs_with_the_keys_of_the_role(monkeypatch, separate):
    aws = Aws()
    monkeypatch.setattr(boto3, "client", lambda *_, **__: aws)
    session = development.act_as(separate, ROLE.format("build"))
    assert (session.get_credentials().access_key, session.region_name) == ("key-1", "eu-west-1")
