"""AWS goes down while a team gets its accounts and while it gives them back: run again, it ends as if undisturbed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from mlops_templates.foundations.governance import FILE_NAME, STACK_NAME
from mlops_templates.foundations.target_account import FILE_NAME as TARGET
from mlops_templates.foundations.team_accounts import FILE_NAME as TEAM_ACCOUNTS
from mlops_templates.synth.foundations import synthesize_foundation
from tests.checkout import ROOT
from tests.foundations.governed import ADMINISTRATION, EXECUTION, entry_of, record_ended
from tests.localaws.keeping.reborn import REGION, Reborn, policy
from tests.waiting import until

GOVERNANCE, TOOLING = "123456789012", "333910000009"
"""The governance account manages the organization."""
ACCOUNTS = {"calm": ("333910000001", "333910000002"), "hard": ("333910000003", "333910000004")}
Facts = dict[str, Any]


@dataclass
class It:
    """Who gives accounts to teams, at an AWS that ends and begins again."""

    aws: Reborn

    def stage(self, account: str, service: str) -> Any:
        """A client of the administrator of an account."""
        arn = f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole"
        keys = self.aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)
        return session.client(service, endpoint_url=self.aws.aws.url)

    def set_up(self) -> None:
        trust = {"Effect": "Allow", "Principal": {"AWS": GOVERNANCE}, "Action": "sts:AssumeRole"}
        rights = policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
        self.aws.role(ADMINISTRATION, "cloudformation")
        for account in (one for pair in ACCOUNTS.values() for one in pair):
            iam = self.stage(account, "iam")
            iam.create_role(RoleName=EXECUTION, AssumeRolePolicyDocument=policy(trust))
            iam.put_role_policy(RoleName=EXECUTION, PolicyName="rights", PolicyDocument=rights)
        s3, cloudformation = self.aws.client("s3"), self.aws.client("cloudformation")
        s3.create_bucket(Bucket="foundations")
        for name in (TARGET, TEAM_ACCOUNTS, FILE_NAME):
            s3.put_object(Bucket="foundations", Key=name, Body=synthesize_foundation(name, ()).encode())
        at = "https://foundations.s3.amazonaws.com"
        values = {
            "AdministratorRole": "admin",
            "TargetTemplateUrl": f"{at}/{TARGET}",
            "StudioTemplateUrl": f"{at}/none.yaml",
            "TeamAccountsTemplateUrl": f"{at}/{TEAM_ACCOUNTS}",
        }
        cloudformation.create_stack(
            StackName=STACK_NAME,
            TemplateURL=f"{at}/{FILE_NAME}",
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        )
        cloudformation.get_waiter("stack_create_complete").wait(
            StackName=STACK_NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 300}
        )

    def give(self, team: str) -> str:
        """Begin; the record of it."""
        staging, production = ACCOUNTS[team]
        values = {
            "TeamName": team, "CostCenter": "4711", "ToolingAccountId": TOOLING, "StagingAccountId": staging,
            "ProductionAccountId": production, "StageNetwork": "none",
        }  # fmt: skip
        begun = self.aws.client("servicecatalog").provision_product(
            ProductName="Account set of a team",
            ProvisioningArtifactName="current",
            ProvisionedProductName=team,
            ProvisioningParameters=[{"Key": key, "Value": value} for key, value in values.items()],
        )
        return str(begun["RecordDetail"]["RecordId"])

    def ended(self, record: str) -> tuple[str, str]:
        return record_ended(self.aws.client("servicecatalog"), record)

    def succeeds(self, record: str) -> None:
        status, why = self.ended(record)
        assert status == "SUCCEEDED", why

    def command(self, *words: str) -> subprocess.Popen[str]:
        argv = [sys.executable, "-m", "mlops_templates.cli", "teams", *words]
        environment = {**self.aws.aws.environment, "PYTHONPATH": str(ROOT), "AWS_MAX_ATTEMPTS": "1"}
        return subprocess.Popen(
            argv, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def entry(self, team: str, status: str) -> dict[str, str]:
        return entry_of(self.aws.client("dynamodb"), team, status)

    def stages(self, team: str) -> list[dict[str, str]]:
        """The resources of each stage account, with their status."""
        found = []
        for account in ACCOUNTS[team]:
            cloudformation = self.stage(account, "cloudformation")
            stacks = cloudformation.describe_stacks()["Stacks"]
            resources = [
                resource
                for stack in stacks
                for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack["StackId"])
                for resource in page["StackResourceSummaries"]
            ]
            found.append({one["LogicalResourceId"]: one["ResourceStatus"] for one in resources})
        return found

    def moving(self, team: str, status: str) -> bool:
        """Whether a stack of the team is at that, or what holds it is at its end already."""
        stacks = self.stage(ACCOUNTS[team][0], "cloudformation").describe_stacks()["Stacks"]
        return any(one["StackStatus"] == status for one in stacks)

    def at_rest(self, team: str) -> None:
        """Wait until nothing goes on in the accounts."""
        apis = [self.stage(account, "cloudformation") for account in ACCOUNTS[team]]

        def calm() -> bool:
            stacks = [stack for api in apis for stack in api.describe_stacks()["Stacks"]]
            return not any(stack["StackStatus"].endswith("_IN_PROGRESS") for stack in stacks)

        until(calm, "the rest of all stacks")

    def delete_buckets(self, team: str) -> None:
        """What an account that was ready before the other keeps on purpose; the page says so."""
        for account in ACCOUNTS[team]:
            s3 = self.stage(account, "s3")
            for bucket in s3.list_buckets()["Buckets"]:
                s3.delete_bucket(Bucket=bucket["Name"])

    def die(self) -> None:
        self.aws.kill()
        self.aws.again()

    def remains(self, team: str) -> Any:
        """The report of `teams remove`: what kinds of things remain in each account."""
        out, err = (done := self.command("remove", team, "--yes", team, "--output", "json")).communicate(timeout=300)
        assert done.returncode == 0, err
        report = json.loads(out)
        return [(one["part"], {thing["kind"] for thing in one["leftovers"]}) for one in report["remains"]]


@pytest.fixture(scope="module")
def it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[It]:
    aws = Reborn.begin(tmp_path_factory.mktemp("teams") / "state")
    try:
        found = It(aws)
        found.set_up()
        yield found
    finally:
        aws.stop()


@pytest.fixture(scope="module")
def calm(it: It) -> Facts:
    """What a team has that nobody disturbed, and what remains of it."""
    it.succeeds(it.give("calm"))
    given = it.stages("calm")
    entry = it.entry("calm", "CREATE_COMPLETE")
    return {"given": given, "entry": sorted(entry), "remains": it.remains("calm")}


def test_given_anew_after_an_end_in_the_middle_a_team_has_what_others_have(it: It, calm: Facts) -> None:
    record = it.give("hard")
    until(lambda: it.moving("hard", "CREATE_IN_PROGRESS") or it.moving("hard", "CREATE_COMPLETE"), "the first stack")
    it.die()
    if it.ended(record)[0] != "SUCCEEDED":
        catalog = it.aws.client("servicecatalog")
        it.at_rest("hard")
        gone = catalog.terminate_provisioned_product(ProvisionedProductName="hard")["RecordDetail"]["RecordId"]
        it.succeeds(gone)
        it.delete_buckets("hard")
        assert it.stages("hard") == [{}, {}]
        it.succeeds(it.give("hard"))
    assert it.stages("hard") == calm["given"]
    assert sorted(it.entry("hard", "CREATE_COMPLETE")) == calm["entry"]


def test_taken_back_anew_after_an_end_in_the_middle_nothing_else_remains_than_of_others(it: It, calm: Facts) -> None:
    begun = it.command("remove", "hard", "--yes", "hard")
    until(lambda: it.moving("hard", "DELETE_IN_PROGRESS") or it.stages("hard")[0] == {}, "the first deletion")
    it.aws.kill()
    _, told = begun.communicate(timeout=300)
    assert begun.returncode in (0, 5), told
    it.aws.again()
    assert it.remains("hard") == calm["remains"]
    assert it.stages("hard") == [{}, {}]
    assert it.entry("hard", "DELETE_COMPLETE")["StagingAccountId"] == ACCOUNTS["hard"][0]
