"""A team with its accounts, and what runs in each of them."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.teams.access import Access
from mlops_templates.teams.account_set import AccountSet, read_account_set
from mlops_templates.teams.running import Running, what_runs
from mlops_templates.teams.team import Team


@dataclass(frozen=True)
class AccountView:
    """What is in one account, or why nobody could look."""

    part: str
    account: str
    running: tuple[Running, ...] = ()
    not_seen: str = ""


@dataclass(frozen=True)
class Overview:
    """What there is to know of a team."""

    team: Team
    account_set: AccountSet
    accounts: tuple[AccountView, ...]


def look(team: Team, access: Access) -> Overview:
    views = tuple(_view(part, account, access) for part, account in team.accounts.items())
    return Overview(team, read_account_set(team, access.governance), views)


def _view(part: str, id_: str, access: Access) -> AccountView:
    try:
        return AccountView(part, id_, what_runs(access.enter(id_)))
    except MlopsTemplatesError as error:
        return AccountView(part, id_, (), str(error))
