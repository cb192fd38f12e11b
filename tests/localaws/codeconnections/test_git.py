from __future__ import annotations

import uuid
from typing import Any

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.testing import LocalAccount


def user(connected: Any, *statements: dict[str, Any]) -> LocalAccount:
    """A role with these rights."""
    rights = {"Version": "2012-10-17", "Statement": list(statements)}
    account = connected.aws.account
    made: LocalAccount = account.as_role(account.role(f"builder-{uuid.uuid4().hex[:8]}", allows=rights))
    return made


def use(connected: Any, **condition: Any) -> dict[str, Any]:
    service = connected.arn.split(":")[2]
    more = {"Condition": condition} if condition else {}
    return {"Effect": "Allow", "Action": f"{service}:UseConnection", "Resource": connected.arn, **more}


def test_a_person_pushes_and_clones_at_the_address_of_the_provider(git: Any, connected: Any) -> None:
    head = git.push(connected.url, {"README.md": "hello"})
    git("clone", "--quiet", connected.url, "again")
    assert git("rev-parse", "HEAD", folder="again").strip() == head
    git("clone", "--quiet", connected.url.removesuffix(".git"), "without-ending")
    assert git("remote", "get-url", "origin", folder="again").startswith("http://127.0.0.1")


@pytest.mark.parametrize("service", ["codeconnections", "codestar-connections"])
def test_the_connections_address_reaches_the_same_repository(aws: Any, git: Any, connected: Any, service: str) -> None:
    arn = aws.client(service).create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
    aws.account.authorize_connection(arn)
    head = git.push(type(connected)(aws, connected.full_name, connected.url, arn).through, {"a": "a"})
    assert git("ls-remote", connected.url, "refs/heads/main").split()[0] == head


def test_a_role_may_do_what_its_conditions_say(git: Any, connected: Any) -> None:
    git.push(connected.url, {"README.md": "hello"})
    service = connected.arn.split(":")[2]
    pulls = {
        "StringEquals": {f"{service}:FullRepositoryId": connected.full_name, f"{service}:ProviderAction": "GitPull"}
    }
    reader = user(connected, use(connected, **pulls)).environment
    git("clone", "--quiet", connected.through, "clone", variables=reader)
    git("commit", "--quiet", "--allow-empty", "-m", "mine", folder="clone")
    refused = git.try_("push", "--quiet", "origin", "main", folder="clone", variables=reader)
    assert refused.returncode
    assert "403" in refused.stderr
    elsewhere = {"StringEquals": {f"{service}:FullRepositoryId": "acme/other"}}
    stranger = user(connected, use(connected, **elsewhere)).environment
    assert git.try_("ls-remote", connected.through, variables=stranger).returncode


def test_tags_of_the_connection_decide_where_a_policy_asks_for_them(aws: Any, git: Any, connected: Any) -> None:
    tagged = user(connected, use(connected, StringEquals={"aws:ResourceTag/sagemaker": "true"})).environment
    assert git.try_("ls-remote", connected.through, variables=tagged).returncode
    aws.client("codeconnections").tag_resource(ResourceArn=connected.arn, Tags=[{"Key": "sagemaker", "Value": "true"}])
    git("ls-remote", connected.through, variables=tagged)


def test_a_role_has_no_account_at_the_provider(git: Any, connected: Any) -> None:
    role = user(connected, {"Effect": "Allow", "Action": "*", "Resource": "*"})
    variables = {**connected.aws.environment(), **{k: v for k, v in role.environment.items() if k.startswith("AWS_")}}
    refused = git.try_("ls-remote", connected.url, variables=variables)
    assert refused.returncode
    assert "403" in refused.stderr


def test_a_pending_connection_leads_nowhere(aws: Any, git: Any, connected: Any) -> None:
    arn = aws.client("codeconnections").create_connection(ConnectionName="c", ProviderType="GitHub")["ConnectionArn"]
    assert git.try_("ls-remote", type(connected)(aws, connected.full_name, "", arn).through).returncode


def test_a_repository_that_is_not_at_the_provider_is_not_found(git: Any, connected: Any) -> None:
    refused = git.try_("ls-remote", connected.through.replace("acme/", "acme/no-such-"))
    assert "not found" in refused.stderr


def test_the_first_branch_that_is_pushed_is_checked_out_by_clones(git: Any, connected: Any) -> None:
    git.push(connected.url, {"a": "a"}, branch="trunk")
    git("clone", "--quiet", connected.url, "clone")
    assert git("branch", "--show-current", folder="clone").strip() == "trunk"


def test_two_repositories_cannot_share_a_name(aws: Any, connected: Any) -> None:
    with pytest.raises(MlopsTemplatesError, match="is there already"):
        aws.account.create_remote(connected.full_name.upper())


@pytest.mark.parametrize("name", ["alone", "../up", "acme/../../up", "acme/x.git", "acme/ space", ""])
def test_a_name_that_is_none_is_refused(aws: Any, name: str) -> None:
    with pytest.raises(MlopsTemplatesError, match="is no name of a repository"):
        aws.account.create_remote(name)


def test_a_provider_that_is_none_is_refused(aws: Any) -> None:
    with pytest.raises(MlopsTemplatesError, match="is no provider: choose one of AzureDevOps, Bitbucket"):
        aws.account.create_remote("acme/x", "Sourceforge")
