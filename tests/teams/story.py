"""The accounts of the story of the page, and what its tests ask of them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tests.conftest import REGION, Aws
from tests.foundations.deployed import Account, account

GOVERNANCE, TOOLING, STAGING, PRODUCTION, DEVELOPMENT = (f"33392000000{number}" for number in range(1, 6))
EXAMPLES = {"111122223333": TOOLING, "222233334444": STAGING, "333344445555": PRODUCTION, "444455556666": DEVELOPMENT}
ACCESS = "OrganizationAccountAccessRole"
RIGHTS = (
    "servicecatalog:*", "dynamodb:GetItem", "dynamodb:Scan", "kms:Decrypt", "cloudformation:DescribeStacks",
    "cloudformation:ListStackResources", "cloudformation:ListStackInstances", "sts:AssumeRole",
)  # fmt: skip
STAGE, BUCKET = "sagemaker-churn-p-1-deploy-staging", f"sagemaker-mlops-target-{STAGING}-{REGION}"
GROUP = "churn-p-1"
QUEUE = json.dumps({"Resources": {"Letters": {"Type": "AWS::SQS::Queue"}}})
PROJECT = json.dumps({**json.loads(QUEUE), "Parameters": {"StagingAccountId": {"Type": "String"}}})


def use(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)


def stacks_in(aws: Aws, id_: str) -> list[str]:
    return [one["StackName"] for one in account(aws, id_).client("cloudformation").describe_stacks()["Stacks"]]


def product(held: Account) -> dict[str, Any]:
    [found] = held.client("servicecatalog").search_provisioned_products()["ProvisionedProducts"]
    return dict(found)


def heard_of(held: Account, product: str, status: str) -> bool:
    """Whether the state machine has dealt with that event."""
    states = held.client("stepfunctions")
    [machine] = states.list_state_machines()["stateMachines"]
    executions = states.list_executions(stateMachineArn=machine["stateMachineArn"], statusFilter="SUCCEEDED")
    found = [states.describe_execution(executionArn=one["executionArn"]) for one in executions["executions"]]
    return any(product in one["input"] and status in one["input"] for one in found)


def product_under_change(held: Account) -> bool:
    """Whether the removal has begun; it may have ended before one looks."""
    found = held.client("servicecatalog").search_provisioned_products()["ProvisionedProducts"]
    return [one["Status"] for one in found] != ["AVAILABLE"]


class Typed(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        return True
