"""An organization's accounts, and the stack sets of the one that administers the others."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import REGION, Aws, policy
from tests.localaws.cloudformation.conftest import wait_until

OTHER_REGION = "eu-west-1"
ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION = "AWSCloudFormationStackSetExecutionRole"


def template(value: str = "one", **more: Any) -> str:
    """A parameter of the parameter store whose value is a parameter of the stack."""
    properties = {"Type": "String", "Name": "/set/word", "Value": {"Ref": "Word"}}
    resources = {"Stored": {"Type": "AWS::SSM::Parameter", "Properties": properties}, **more}
    return json.dumps({"Parameters": {"Word": {"Type": "String", "Default": value}}, "Resources": resources})


@dataclass
class StackSets:
    """The root of a fresh account, and of the fresh accounts it administers."""

    aws: Aws
    account: str = field(default_factory=lambda: new_account())

    def client(self, service: str, account: str = "", region: str = REGION) -> Any:
        credentials = self.aws.world.sessions.of_root(account or self.account, region)
        return self.aws.world.clients.get(service, region, credentials)

    @property
    def api(self) -> Any:
        return self.client("cloudformation")

    def administration_role(self, name: str = ADMINISTRATION, actions: str = "sts:AssumeRole") -> str:
        trust = {"Principal": {"Service": "cloudformation.amazonaws.com"}}
        return self.role(self.account, name, trust, actions)

    def target(self, *, trusted: str = "", actions: str = "*") -> str:
        """A fresh account whose execution role trusts the account of the stack set."""
        account = new_account()
        self.role(account, EXECUTION, {"Principal": {"AWS": trusted or self.account}}, actions)
        return account

    def role(self, account: str, name: str, trust: dict[str, Any], actions: str) -> str:
        iam = self.client("iam", account)
        document = policy({"Effect": "Allow", "Action": "sts:AssumeRole", **trust})
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
        rights = policy({"Effect": "Allow", "Action": actions, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
        return str(made["Arn"])

    def acting_as(self, role_arn: str) -> Any:
        """CloudFormation for a session of a role."""
        credentials = self.aws.world.clients.assume(
            role_arn, "me", REGION, self.aws.world.sessions.of_root(self.account, REGION)
        )
        return self.aws.world.clients.get("cloudformation", REGION, credentials)

    def create(self, text: str | None = None, **more: Any) -> str:
        name = f"set-{uuid.uuid4().hex[:8]}"
        self.api.create_stack_set(StackSetName=name, TemplateBody=text or template(), **more)
        return name

    def add(self, name: str, accounts: list[str], regions: list[str] | None = None, **more: Any) -> dict[str, Any]:
        return self.finished(
            name,
            self.api.create_stack_instances(StackSetName=name, Accounts=accounts, Regions=regions or [REGION], **more),
        )

    def update(self, name: str, **more: Any) -> dict[str, Any]:
        return self.finished(name, self.api.update_stack_set(StackSetName=name, **more))

    def delete(
        self, name: str, accounts: list[str], regions: list[str] | None = None, *, retain: bool = False, **more: Any
    ) -> dict[str, Any]:
        return self.finished(
            name,
            self.api.delete_stack_instances(
                StackSetName=name, Accounts=accounts, Regions=regions or [REGION], RetainStacks=retain, **more
            ),
        )

    def finished(self, name: str, answer: dict[str, Any]) -> dict[str, Any]:
        """The operation once it is over, with its results by account and region."""
        asked = {"StackSetName": name, "OperationId": answer["OperationId"]}
        found = wait_until(
            lambda: self.api.describe_stack_set_operation(**asked)["StackSetOperation"],
            lambda operation: operation["Status"] not in ("RUNNING", "STOPPING"),
        )
        results = self.api.list_stack_set_operation_results(**asked)["Summaries"]
        return {**found, "results": {(each["Account"], each["Region"]): each for each in results}}

    def instance(self, name: str, account: str, region: str = REGION) -> dict[str, Any]:
        found: dict[str, Any] = self.api.describe_stack_instance(
            StackSetName=name, StackInstanceAccount=account, StackInstanceRegion=region
        )["StackInstance"]
        return found

    def stack(self, name: str, account: str, region: str = REGION) -> dict[str, Any]:
        """The stack of an instance, asked for in its own account."""
        id_ = self.instance(name, account, region)["StackId"]
        found: dict[str, Any] = self.client("cloudformation", account, region).describe_stacks(StackName=id_)["Stacks"][
            0
        ]
        return found

    def word(self, account: str, region: str = REGION) -> str:
        """The value that the stack of an account made, or a dash."""
        found = self.client("ssm", account, region).get_parameters(Names=["/set/word"])["Parameters"]
        return str(found[0]["Value"]) if found else "-"


def new_account() -> str:
    return f"4{uuid.uuid4().int % 10**11:011}"


@pytest.fixture
def sets(aws: Aws) -> StackSets:
    """An account with an administration role."""
    made = StackSets(aws)
    made.administration_role()
    return made


@pytest.fixture
def bare(aws: Aws) -> StackSets:
    """An account without one."""
    return StackSets(aws)
