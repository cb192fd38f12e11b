"""The entry of a team in the catalogue of the governance account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.governance import STACK_NAME
from mlops_templates.foundations.governance.catalogue import TABLE
from mlops_templates.publish.problems import explained

GONE = "DELETE_COMPLETE"
TOOLING = "tooling"
PARTS = {
    "staging": "StagingAccountId",
    "production": "ProductionAccountId",
    "development": "DevelopmentAccountId",
}
"""Accounts of a set by what they are for, and the attribute that names each."""


@dataclass(frozen=True)
class Team:
    """What the catalogue knows of a team."""

    name: str
    status: str
    """That of the stack of its account set."""
    updated: str
    stack_id: str
    cost_center: str
    tooling: str
    accounts: Mapping[str, str]
    """Account by what it is for; only those that the team has."""

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


def read_teams(dynamodb: Any) -> tuple[Team, ...]:
    """All teams of the catalogue by name, those that gave their accounts back too."""
    with _catalogue(dynamodb):
        items = list(_scanned(dynamodb))
    return tuple(sorted(map(_team, items), key=lambda team: team.name))


def read_team(name: str, dynamodb: Any) -> Team:
    """The entry of that team.

    Raises:
        MlopsTemplatesError: there is none, with the names that there are; or no catalogue.
    """
    with _catalogue(dynamodb):
        item = dynamodb.get_item(TableName=TABLE, Key={"Team": {"S": name}}, ConsistentRead=True).get("Item")
    if item:
        return _team(item)
    known = [team.name for team in read_teams(dynamodb)]
    close = get_close_matches(name, known, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known) or 'none'}."
    raise MlopsTemplatesError(f"There is no team {name!r} in the catalogue {TABLE}. {hint}")


@contextmanager
def _catalogue(dynamodb: Any) -> Iterator[None]:
    """Says what is missing where there is no catalogue."""
    with explained(f"read the catalogue {TABLE}"):
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            raise MlopsTemplatesError(
                f"There is no catalogue {TABLE} in {dynamodb.meta.region_name} of this account. Use credentials and "
                f"the region of the governance account, or create the stack {STACK_NAME} there first."
            ) from error


def _scanned(dynamodb: Any) -> Iterator[Mapping[str, Any]]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True):
        yield from page["Items"]


def _team(item: Mapping[str, Any]) -> Team:
    values = {name: str(value["S"]) for name, value in item.items() if "S" in value}
    return Team(
        name=values["Team"],
        status=values.get("Status", ""),
        updated=values.get("Updated", ""),
        stack_id=values.get("StackId", ""),
        cost_center=values.get("CostCenter", ""),
        tooling=values.get("ToolingAccountId", ""),
        accounts={part: values[attribute] for part, attribute in PARTS.items() if values.get(attribute)},
    )
