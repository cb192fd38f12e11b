"""The account set of a team as it stands: its stack, its stack sets and their instances, and who may take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Account
from mlops_templates.teams.team import GONE, Team

STACK_SET = "AWS::CloudFormation::StackSet"
EVERYBODYS = {"Key": "Account", "Value": "self"}
UNKNOWN = "UNKNOWN"
"""The status of a stack that CloudFormation has forgotten: it keeps deleted ones for 90 days."""


@dataclass(frozen=True)
class Instance:
    """A stack of a stack set in one account."""

    stack_set: str
    account: str
    stack_id: str
    status: str
    reason: str


@dataclass(frozen=True)
class Event:
    """One deed of an administrator: account sets are made, changed and taken back through Service Catalog."""

    deed: str
    status: str
    began: str
    record: str
    reason: str


@dataclass(frozen=True)
class ProvisionedProduct:
    """What Service Catalog holds of the set."""

    id: str
    name: str
    status: str


@dataclass(frozen=True)
class AccountSet:
    """Live facts of one set; of one that is gone only what AWS remembers."""

    status: str
    reason: str
    created: str
    instances: tuple[Instance, ...]
    product: ProvisionedProduct | None
    history: tuple[Event, ...]

    @property
    def is_gone(self) -> bool:
        return self.status in (GONE, UNKNOWN) and self.product is None

    @property
    def under_change(self) -> bool:
        return self.product is not None and self.product.status in ("UNDER_CHANGE", "PLAN_IN_PROGRESS")

    @property
    def under_removal(self) -> bool:
        return self.under_change and bool(self.history) and self.history[0].deed == "TERMINATE_PROVISIONED_PRODUCT"


def read_account_set(team: Team, governance: Account) -> AccountSet:
    with explained(f"read the account set of team {team.name}"):
        stack = _stack(team, governance)
        product = _product(team, governance)
        return AccountSet(
            status=str(stack.get("StackStatus", UNKNOWN)),
            reason=str(stack.get("StackStatusReason", "")),
            created=str(stack.get("CreationTime", "")),
            instances=tuple(_instances(team, governance)) if stack else (),
            product=product,
            history=tuple(_history(product, governance)) if product else (),
        )


def _stack(team: Team, governance: Account) -> Mapping[str, Any]:
    try:
        return dict(governance.clients.cloudformation.describe_stacks(StackName=team.stack_id)["Stacks"][0])
    except ClientError as error:
        if "does not exist" in error.response["Error"].get("Message", ""):
            return {}
        raise


def _instances(team: Team, governance: Account) -> Iterator[Instance]:
    api = governance.clients.cloudformation
    pages = api.get_paginator("list_stack_resources").paginate(StackName=team.stack_id)
    resources = [one for page in pages for one in page["StackResourceSummaries"] if one["ResourceType"] == STACK_SET]
    for one in resources:
        if not one.get("PhysicalResourceId") or one["ResourceStatus"] == "DELETE_COMPLETE":
            continue
        # Its id is the name and a UUID.
        name = str(one["PhysicalResourceId"]).partition(":")[0]
        for found in _listed(api, name):
            status = found.get("StackInstanceStatus", {}).get("DetailedStatus") or found["Status"]
            told = (str(found.get("StackId") or ""), str(status), str(found.get("StatusReason") or ""))
            yield Instance(name, str(found["Account"]), *told)


def _listed(api: Any, stack_set: str) -> list[Mapping[str, Any]]:
    try:
        pages = api.get_paginator("list_stack_instances").paginate(StackSetName=stack_set)
        return [one for page in pages for one in page["Summaries"]]
    except ClientError as error:
        if error.response["Error"]["Code"] == "StackSetNotFoundException":
            return []
        raise


def _product(team: Team, governance: Account) -> ProvisionedProduct | None:
    for one in _provisioned(governance.clients.servicecatalog):
        if one.get("PhysicalId") == team.stack_id:
            return ProvisionedProduct(one["Id"], one["Name"], one["Status"])
    return None


def _provisioned(catalog: Any) -> Iterator[Mapping[str, Any]]:
    """Everybody's; boto3 has no paginator for them."""
    token: dict[str, str] = {}
    while True:
        page = catalog.search_provisioned_products(AccessLevelFilter=EVERYBODYS, **token)
        yield from page["ProvisionedProducts"]
        if not page.get("NextPageToken"):
            return
        token = {"PageToken": page["NextPageToken"]}


def _history(product: ProvisionedProduct, governance: Account) -> Iterator[Event]:
    """Newest first."""
    asked = {"SearchFilter": {"Key": "provisionedproduct", "Value": product.id}}
    records = governance.clients.servicecatalog.list_record_history(AccessLevelFilter=EVERYBODYS, **asked)
    for one in records["RecordDetails"]:
        reason = "; ".join(error["Description"] for error in one.get("RecordErrors", ()))
        yield Event(one["RecordType"], one["Status"], str(one["CreatedTime"]), one["RecordId"], reason)
