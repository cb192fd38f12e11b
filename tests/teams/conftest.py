"""The page of the accounts of teams in the hands of those who read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.runner import Ended, runner
from tests.conftest import Aws, policy
from tests.foundations.deployed import Account, account
from tests.foundations.governed import reachable, role
from tests.page import Page, keys_of
from tests.teams.story import (
    ACCESS,
    DEVELOPMENT,
    EXAMPLES,
    GOVERNANCE,
    PRODUCTION,
    PROJECT,
    QUEUE,
    RIGHTS,
    STAGE,
    STAGING,
    TOOLING,
    use,
)
from tests.waiting import stack_at_rest

Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def held(aws: Aws) -> Account:
    """The governance account, which manages the organization of the others."""
    made = account(aws, GOVERNANCE)
    reachable(aws, made, STAGING, PRODUCTION, DEVELOPMENT)
    trust = {"Effect": "Allow", "Principal": {"AWS": ["123456789012", GOVERNANCE]}, "Action": "sts:AssumeRole"}
    for one in EXAMPLES.values():
        account(aws, one).client("iam").update_assume_role_policy(RoleName=ACCESS, PolicyDocument=policy(trust))
    return made


@pytest.fixture(scope="module")
def page(aws: Aws, held: Account) -> Page:
    """The page, set up by an administrator of the account, and then in the hands of who gives accounts to teams."""
    administrator = held.as_role(role(held, "platform-admin", {"AWS": GOVERNANCE}, list(RIGHTS)))
    found = Page("team-accounts.md", EXAMPLES, keys_of(aws, administrator))
    found.run("Set up, once", keys_of(aws, held))
    return found


@pytest.fixture
def used(aws: Aws) -> Any:
    """A project of the tooling account and what it has deployed into the staging account."""
    tooling, staging = (account(aws, one).client("cloudformation") for one in (TOOLING, STAGING))
    tags = [{"Key": "sagemaker:project-name", "Value": "churn"}]
    values = [{"ParameterKey": "StagingAccountId", "ParameterValue": STAGING}]
    tooling.create_stack(StackName="churn", TemplateBody=PROJECT, Tags=tags, Parameters=values)
    staging.create_stack(StackName=STAGE, TemplateBody=QUEUE)
    stack_at_rest(tooling, "churn"), stack_at_rest(staging, STAGE)
    yield
    for api, name in ((tooling, "churn"), (staging, STAGE)):
        api.delete_stack(StackName=name)
        api.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})


@pytest.fixture
def run(page: Page, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The commands about teams, as who gives accounts to them."""
    use(page.environment, monkeypatch)
    bare = runner(monkeypatch, capsys)
    return lambda *words: bare("teams", *words)
