"""Workflows run on pushes, deletions, schedules and by hand, with reviewers, as roles that trust their tokens."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.demo.waiting import until
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws import visit
from mlops_templates.localaws.testing import LocalAccount
from tests.conftest import Aws

NAME = "octo/runs"
HOST = "token.actions.githubusercontent.com"
CI = """
name: ci
on:
  push: {branches: [main, "feature/**"]}
  delete:
  schedule: [{cron: "1 2 * * *"}]
  workflow_dispatch:
permissions: {}
concurrency: {group: "ci-${{ github.ref_name }}"}
env: {SAID: "${{ vars.SAID }}"}
jobs:
  make:
    if: github.event_name != 'delete'
    runs-on: ubuntu-24.04
    outputs: {word: "${{ steps.say.outputs.word }}"}
    steps:
      - uses: actions/checkout@v1
      - run: test "$(git rev-parse HEAD)" = "$GITHUB_SHA" && mkdir out && echo "$SAID" > out/said
      - id: say
        run: echo "word=$SAID-${{ github.event_name }}" >> "$GITHUB_OUTPUT"
      - run: echo "LATER=once" >> "$GITHUB_ENV"
      - run: echo "summed up $LATER" >> "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v1
        with: {name: out, path: out/}
  gated:
    needs: make
    if: github.event_name == 'workflow_dispatch'
    environment: gate
    runs-on: ubuntu-24.04
    permissions: {id-token: write}
    steps:
      - uses: actions/download-artifact@v1
        with: {name: out, path: got/}
      - uses: aws-actions/configure-aws-credentials@v1
        with: {role-to-assume: "${{ vars.ROLE }}", aws-region: us-east-1}
      - run: cat got/said && test -n "$AWS_SESSION_TOKEN"
  gone:
    if: github.event_name == 'delete'
    runs-on: ubuntu-24.04
    steps:
      - run: echo "gone ${{ github.event.ref }}" >> "$GITHUB_STEP_SUMMARY"
  thief:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-24.04
    permissions: {id-token: write}
    steps:
      - uses: aws-actions/configure-aws-credentials@v1
        with: {role-to-assume: "${{ vars.ROLE }}", aws-region: us-east-1}
"""
FOREIGN = "name: foreign\non: {push: }\njobs: {a: {runs-on: ubuntu-24.04, steps: [{uses: some/action@v1}]}}\n"
UNKNOWN = "name: unknown\non: {push: }\ndefaults: {}\njobs: {}\n"
DOCKER = """
name: docker
on: {push: {branches: [main]}}
jobs: {a: {runs-on: ubuntu-24.04, steps: [{run: docker images}, {run: docker run hello-world}]}}
"""


@dataclass(frozen=True)
class Site:
    """A repository at the local git host, and a clone of it."""

    account: LocalAccount
    clone: Path

    def git(self, script: str) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.clone.parent), **self.account.environment}
        subprocess.run(["bash", "-euc", script], cwd=self.clone, env=environment, check=True, capture_output=True)

    def runs(self) -> list[dict[str, Any]]:
        return visit.workflow_runs(self.account.environment, NAME)

    def waiting(self, number: int) -> None:
        """Wait until a run waits for a reviewer."""
        meant = {"Run": number, "Status": "waiting"}
        until(lambda: [run for run in self.runs() if meant.items() <= run.items()] or None, "a reviewer", 180)

    def ended(self, event: str, workflow: str = "ci.yml", more: Callable[[Any], bool] = lambda run: True) -> Any:
        """The newest run of that event, once it is over."""

        def found() -> Any:
            meant = [run for run in self.runs() if (run["Event"], run["Workflow"]) == (event, workflow) and more(run)]
            return meant[-1] if meant and meant[-1]["Status"] == "completed" else None

        return until(found, f"a run by {event}", 180)


@pytest.fixture(scope="module")
def site(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Site:
    account, folder = aws.account, tmp_path_factory.mktemp("workflows")
    here = LocalAccount(account.id, account.region, account.url, account.principal, account.keys)
    url = here.create_remote(NAME)
    clone = folder / "clone"
    (clone / ".github" / "workflows").mkdir(parents=True)
    for file, text in (("ci", CI), ("docker", DOCKER), ("foreign", FOREIGN), ("unknown", UNKNOWN)):
        (clone / ".github" / "workflows" / f"{file}.yml").write_text(text)
    visit.set_variables(here.environment, NAME, f"SAID=hello\nROLE={gate_role(aws)}\n")
    visit.set_environment(here.environment, NAME, "gate", "lead")
    site = Site(here, clone)
    who = "-c user.name=a -c user.email=a@example.com"
    site.git(f"git init -q -b main && git add -A && git {who} commit -qm one && git remote add origin {url}")
    site.git("git push -q origin main")
    return site


def gate_role(aws: Aws) -> str:
    """A role for jobs of the environment `gate` alone."""
    iam = aws.client("iam")
    known = [each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]
    provider = (
        next((arn for arn in known if arn.endswith(HOST)), "")
        or (
            iam.create_open_id_connect_provider(
                Url=f"https://{HOST}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["f" * 40]
            )["OpenIDConnectProviderArn"]
        )
    )
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{HOST}:sub": f"repo:{NAME}:environment:gate"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(iam.create_role(RoleName="gate", AssumeRolePolicyDocument=document)["Role"]["Arn"])


def test_a_push_runs_the_jobs_that_are_meant(site: Site) -> None:
    run = site.ended("push")
    assert run["Conclusion"] == "success"
    assert {name: job["Conclusion"] for name, job in run["Jobs"].items()} == {
        "make": "success",
        "gated": "skipped",
        "gone": "skipped",
        "thief": "skipped",
    }
    assert run["Jobs"]["make"]["Outputs"] == {"word": "hello-push"}
    assert run["Jobs"]["make"]["Summary"] == "summed up once\n"


@pytest.mark.parametrize(
    ("workflow", "told"),
    [
        ("foreign.yml", "a: not emulated: foreign.yml: jobs.a.steps[0]: uses some/action"),
        ("unknown.yml", "not emulated: unknown.yml: defaults"),
    ],
)
def test_what_is_not_emulated_fails_the_run_by_name_and_place(site: Site, workflow: str, told: str) -> None:
    run = site.ended("push", workflow)
    assert (run["Conclusion"], run["Message"]) == ("failure", told)


def test_a_job_has_the_docker_of_builds_and_what_that_does_not_do_fails_the_step(site: Site) -> None:
    run = site.ended("push", "docker.yml")
    assert run["Message"] == "a: 'docker run hello-world': exit status 1"
    log = visit.workflow_log(site.account.environment, run["Run"])
    assert "REPOSITORY:TAG" in log and "not emulated: docker run hello-world (known: login, build, tag" in log


def test_a_job_waits_for_the_reviewer_and_then_has_the_role_of_its_environment(site: Site) -> None:
    variables = site.account.environment
    number = visit.run_workflow(variables, NAME, "ci.yml")["Run"]
    site.waiting(number)
    visit.approve_environment(variables, NAME, "gate")
    run = site.ended("workflow_dispatch", more=lambda run: run["Run"] == number)
    assert run["Conclusion"] == "success", visit.workflow_log(variables, number)
    assert run["Jobs"]["gated"]["ReviewedBy"] == site.account.client("sts").get_caller_identity()["Arn"]
    assert "hello" in visit.workflow_log(variables, number)


def test_a_job_that_a_reviewer_turns_down_fails(site: Site) -> None:
    variables = site.account.environment
    number = visit.run_workflow(variables, NAME, "ci.yml")["Run"]
    site.waiting(number)
    visit.approve_environment(variables, NAME, "gate", "reject")
    run = site.ended("workflow_dispatch", more=lambda run: run["Run"] == number)
    assert (run["Conclusion"], run["Jobs"]["gated"]["Conclusion"]) == ("failure", "failure")
    with pytest.raises(MlopsTemplatesError, match="Nothing waits for gate"):
        visit.approve_environment(variables, NAME, "gate")


def test_a_job_of_no_environment_cannot_take_the_role_of_one(site: Site) -> None:
    visit.run_workflow(site.account.environment, NAME, "ci.yml", schedule="1 2 * * *")
    run = site.ended("schedule")
    assert run["Conclusion"] == "failure"
    assert "Could not assume role with OIDC: Not authorized to perform sts:AssumeRole" in run["Message"]


def test_branches_come_and_go(site: Site) -> None:
    site.git("git push -q origin main:feature/a/b main:other")
    run = site.ended("push", more=lambda run: run["Ref"] == "refs/heads/feature/a/b")
    assert run["Conclusion"] == "success"
    site.git("git push -q origin :feature/a/b")
    gone = site.ended("delete")
    assert gone["Jobs"]["gone"]["Summary"] == "gone feature/a/b\n"
    assert not [each for each in site.runs() if (each["Ref"], each["Workflow"]) == ("refs/heads/other", "ci.yml")]


@pytest.mark.parametrize(("workflow", "schedule"), [("nothing.yml", ""), ("ci.yml", "9 9 * * *"), ("foreign.yml", "")])
def test_what_waits_for_nobody_cannot_be_asked_for(site: Site, workflow: str, schedule: str) -> None:
    with pytest.raises(MlopsTemplatesError, match=f"has no workflow {workflow}"):
        visit.run_workflow(site.account.environment, NAME, workflow, schedule=schedule)


def test_a_variable_needs_a_value(site: Site) -> None:
    with pytest.raises(MlopsTemplatesError, match="a value that is not empty: EMPTY"):
        visit.set_variables(site.account.environment, NAME, "GOOD=1\nEMPTY=\n")
