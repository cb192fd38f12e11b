"""The account of IT: accounts that its stack sets reach, who administers them, and what the catalogue says."""

from __future__ import annotations

from typing import Any

from mlops_templates.foundations.governance.catalogue import TABLE
from tests.conftest import Aws, policy
from tests.foundations.deployed import Account, account
from tests.waiting import until

ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
EXECUTION = "AWSCloudFormationStackSetExecutionRole"


def record_ended(catalog: Any, record: str) -> tuple[str, str]:
    """How a deed of Service Catalog ended, and why if it has failed."""

    def told() -> tuple[str, str] | None:
        detail = catalog.describe_record(Id=record)["RecordDetail"]
        ended = detail["Status"] not in ("CREATED", "IN_PROGRESS")
        return (str(detail["Status"]), str(detail.get("RecordErrors") or "")) if ended else None

    return until(told, "the record of Service Catalog")


def entry_of(dynamodb: Any, team: str, status: str) -> dict[str, str]:
    """The entry of the team, once it has that status."""

    def told() -> dict[str, str] | None:
        item = dynamodb.get_item(TableName=TABLE, Key={"Team": {"S": team}}).get("Item", {})
        values = {name: value["S"] for name, value in item.items()}
        return values if values.get("Status") == status else None

    return until(told, f"an entry that is {status}")


def role(of: Account, name: str, trusted: dict[str, str], actions: str | list[str]) -> str:
    trust = policy({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
    made = of.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    rights = policy({"Effect": "Allow", "Action": actions, "Resource": "*"})
    of.client("iam").put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
    return str(made["Arn"])


def reachable(aws: Aws, held: Account, *accounts: str) -> None:
    """Make the roles by which stack sets get into accounts."""
    role(held, ADMINISTRATION, {"Service": "cloudformation.amazonaws.com"}, "sts:AssumeRole")
    for one in accounts:
        role(account(aws, one), EXECUTION, {"AWS": held.id}, "*")
