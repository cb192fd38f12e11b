"""What taking the accounts of a team back would do: reads only, and names what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.teams.access import Access
from mlops_templates.teams.account_set import AccountSet, Instance, read_account_set
from mlops_templates.teams.contents import Contents, read_contents
from mlops_templates.teams.projects_there import ProjectThere, projects_in
from mlops_templates.teams.running import PIPELINE, Running, what_runs
from mlops_templates.teams.team import TOOLING, Team


@dataclass(frozen=True)
class AccountPlan:
    """What happens in one account of the team."""

    part: str
    account: str
    stacks: tuple[tuple[Instance, Contents], ...] = ()
    running: tuple[Running, ...] = ()
    not_seen: str = ""
    """Why nobody could look, if nobody could."""


@dataclass(frozen=True)
class RemovalPlan:
    """Everything that is known before the first write."""

    team: Team
    account_set: AccountSet
    accounts: tuple[AccountPlan, ...]
    projects: tuple[ProjectThere, ...]
    projects_not_seen: str = ""

    @property
    def is_done(self) -> bool:
        """Nothing is left to take back."""
        return self.account_set.is_gone

    @property
    def busy(self) -> str:
        """Why it cannot begin now, whatever one is told."""
        if self.account_set.under_change and not self.account_set.under_removal:
            return "The account set is being changed at this moment. Wait for the end of that."
        return ""

    @property
    def blocks(self) -> tuple[str, ...]:
        """What stands against it, as long as nobody says that it does not matter."""
        return () if self.is_done or self.account_set.under_removal else tuple(self._blocks())

    def _blocks(self) -> Iterator[str]:
        for project in self.projects:
            used = " and ".join(f"for {use} account {account}" for use, account in project.accounts.items())
            yield f"project {project.name} of account {self.team.tooling} uses {used}: delete it first, or move it"
        if self.projects_not_seen:
            yield f"nobody could look which projects use these accounts. {self.projects_not_seen}"
        for account in self.accounts:
            for one in account.running:
                # A pipeline at rest runs nothing.
                if one.kind != PIPELINE:
                    yield f"{one.kind} {one.name} runs in {account.part} account {account.account}"
            if account.not_seen:
                yield f"nobody could look into {account.part} account {account.account}. {account.not_seen}"


def make_plan(team: Team, access: Access) -> RemovalPlan:
    account_set = read_account_set(team, access.governance)
    if account_set.is_gone:
        return RemovalPlan(team, account_set, (), ())
    accounts = tuple(_account_plan(part, id_, account_set, access) for part, id_ in team.accounts.items())
    try:
        projects, why = projects_in(tuple(team.accounts.values()), access.enter(team.tooling)), ""
    except MlopsTemplatesError as error:
        projects, why = (), f"The {TOOLING} account {team.tooling} is closed to us: {error}"
    return RemovalPlan(team, account_set, accounts, projects, why)


def _account_plan(part: str, id_: str, account_set: AccountSet, access: Access) -> AccountPlan:
    instances = [one for one in account_set.instances if one.account == id_ and one.stack_id]
    try:
        account = access.enter(id_)
        stacks = tuple((one, read_contents(one.stack_id, account)) for one in instances)
        return AccountPlan(part, id_, stacks, what_runs(account))
    except MlopsTemplatesError as error:
        nothing = Contents((), ())
        return AccountPlan(part, id_, tuple((one, nothing) for one in instances), (), str(error))
