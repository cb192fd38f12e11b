"""What remains in the accounts of a team that gave them back, and the commands that remove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Access, Account
from mlops_templates.teams.contents import Thing, left_by_deleted_stacks
from mlops_templates.teams.removers import Leftover, leftovers_of
from mlops_templates.teams.running import ENDPOINT, PIPELINE, STACK, what_runs
from mlops_templates.teams.team import Team

SETS = ("target", "training", "studio")
LOGS = ("/aws/sagemaker/", "/aws/apigateway/sagemaker-", "/mlops-templates-")
"""Log groups of jobs, endpoints and APIs of projects, and of our foundations."""
LOG_GROUP = "AWS::Logs::LogGroup"


@dataclass(frozen=True)
class Remains:
    """What one account still holds, in the order in which it can be removed."""

    part: str
    account: str
    leftovers: tuple[Leftover, ...] = ()
    not_seen: str = ""


def what_remains(team: Team, access: Access) -> tuple[Remains, ...]:
    """For each account of the team. What cannot be seen is named as that, never left out."""
    return tuple(_remains(team, part, account, access) for part, account in team.accounts.items())


def _remains(team: Team, part: str, id_: str, access: Access) -> Remains:
    try:
        account = access.enter(id_)
        return Remains(part, id_, tuple(_leftovers(team, account)))
    except MlopsTemplatesError as error:
        return Remains(part, id_, (), str(error))


def _leftovers(team: Team, account: Account) -> Iterator[Leftover]:
    prefixes = tuple(f"StackSet-mlops-templates-{part}-{team.name}-" for part in SETS)
    yield from _live(prefixes, account)
    kept = left_by_deleted_stacks(prefixes, account)
    groups = tuple(_log_groups(account))
    # Its group may be found by its name, too.
    things = (*kept, *(Thing(LOG_GROUP, name) for name in groups))
    yield from leftovers_of(tuple(dict.fromkeys(things)), account)


def _live(prefixes: tuple[str, ...], account: Account) -> Iterator[Leftover]:
    commands = {
        STACK: "aws cloudformation delete-stack --stack-name",
        ENDPOINT: "aws sagemaker delete-endpoint --endpoint-name",
        PIPELINE: "aws sagemaker delete-pipeline --pipeline-name",
    }
    for one in what_runs(account):
        yield Leftover(one.kind, one.name, (f"{commands[one.kind]} {one.name} --region {account.region}",))
    with explained(f"list the stacks of account {account.id}"):
        pages = account.clients.cloudformation.get_paginator("describe_stacks").paginate()
        names = [stack["StackName"] for page in pages for stack in page["Stacks"]]
    for name in (name for name in names if name.startswith(prefixes)):
        yield Leftover(STACK, name, (f"{commands[STACK]} {name} --region {account.region}",))


def _log_groups(account: Account) -> Iterator[str]:
    with explained(f"list the log groups of account {account.id}"):
        for prefix in LOGS:
            pages = account.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
            yield from (group["logGroupName"] for page in pages for group in page["logGroups"])
