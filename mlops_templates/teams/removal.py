"""An account set taken back: its product is terminated, CloudFormation removes the stacks, the catalogue hears it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.governance.writer import NAME as CATALOGUE
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, pauses
from mlops_templates.teams.access import Account
from mlops_templates.teams.account_set import read_account_set
from mlops_templates.teams.removal_plan import RemovalPlan
from mlops_templates.teams.team import Team, read_team

UNDER_WAY = ("CREATED", "IN_PROGRESS", "IN_PROGRESS_IN_ERROR")
HEARSAY = 120.0
"""Seconds in which an event of CloudFormation reaches the catalogue, or something is wrong."""


class RemovalStoppedError(MlopsTemplatesError):
    """A removal ended after its first write: running it again goes on."""


def remove(plan: RemovalPlan, governance: Account, report: Callable[[str], None]) -> Team:
    """Take the accounts back, or wait for the end of a removal that is under way; the entry of the catalogue then.

    Raises:
        RemovalStoppedError: with the cause; what is not removed yet is removed by another run.
    """
    if not plan.is_done:
        record = _begun(plan, governance, report)
        if record:
            _wait(record, plan, governance)
    return _told(plan.team, governance, report)


def _begun(plan: RemovalPlan, governance: Account, report: Callable[[str], None]) -> str:
    """The record of Service Catalog; empty if the product went in the meantime."""
    product = plan.account_set.product
    if product is None:
        raise MlopsTemplatesError(
            f"The stack of team {plan.team.name} is no product of Service Catalog any more. Delete it by "
            f"`aws cloudformation delete-stack --stack-name {plan.team.stack_id}`, then run this again."
        )
    if plan.account_set.under_removal:
        report(f"the removal of {product.name} is under way; waiting for its end")
        return plan.account_set.history[0].record
    report(f"terminate provisioned product {product.name} ({product.id})")
    with explained(f"take back the accounts of team {plan.team.name}"):
        try:
            done = governance.clients.servicecatalog.terminate_provisioned_product(ProvisionedProductId=product.id)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return ""
            raise
    return str(done["RecordDetail"]["RecordId"])


def _wait(record: str, plan: RemovalPlan, governance: Account) -> None:
    name = plan.team.name
    try:
        for _ in pauses(LONGEST_WAIT):
            detail = _record(record, governance)
            if detail.get("Status") in UNDER_WAY:
                continue
            if detail.get("Status") in ("SUCCEEDED", None):
                return
            raise RemovalStoppedError(
                f"The accounts of team {name} are not all taken back. {_cause(detail, plan, governance)}"
            )
    except RemovalStoppedError:
        raise
    except MlopsTemplatesError as error:
        raise RemovalStoppedError(f"{error} The removal goes on without us; run the same command again.") from error
    raise RemovalStoppedError(
        f"The removal of the accounts of team {name} is still on its way after {LONGEST_WAIT / 60:.0f} minutes. "
        "Run the same command again to go on waiting."
    )


def _record(record: str, governance: Account) -> dict[str, Any]:
    with explained(f"read record {record} of Service Catalog"):
        return dict(governance.clients.servicecatalog.describe_record(Id=record)["RecordDetail"])


def _cause(detail: dict[str, Any], plan: RemovalPlan, governance: Account) -> str:
    told = [str(error["Description"]) for error in detail.get("RecordErrors", ())]
    left = read_account_set(plan.team, governance).instances
    told += [f"Account {one.account} of {one.stack_set}: {one.status}. {one.reason}" for one in left if one.reason]
    return " ".join([*told, "Remove the cause, then run the same command again: it goes on where it stopped."])


def _told(team: Team, governance: Account, report: Callable[[str], None]) -> Team:
    """The entry once the catalogue has heard of the end, or as it is when it does not hear of it."""
    dynamodb = governance.client("dynamodb")
    entry = team
    for _ in pauses(HEARSAY):
        entry = read_team(team.name, dynamodb)
        if entry.is_gone:
            return entry
    report(
        f"the accounts are taken back, but the catalogue still says {entry.status}; look at the alarm "
        f"{CATALOGUE}-dead-letters"
    )
    return entry
