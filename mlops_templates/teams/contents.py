"""What the stack of an instance holds: what goes with it, and what stays when it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.projects.stack_template import is_policy_of_another, read_stack_template
from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Account

GONE, SKIPPED = "DELETE_COMPLETE", "DELETE_SKIPPED"


@dataclass(frozen=True)
class Thing:
    """A resource of a stack."""

    kind: str
    name: str


@dataclass(frozen=True)
class Contents:
    """The resources of one stack."""

    removed: tuple[Thing, ...]
    kept: tuple[Thing, ...]


def read_contents(stack_id: str, account: Account) -> Contents:
    """By the policies of the template that the stack was made from, whatever version that is."""
    template = read_stack_template(stack_id, account.clients)
    kept: list[Thing] = []
    removed: list[Thing] = []
    for identifier, thing in _resources(stack_id, account, ()):
        (kept if template.is_kept(identifier) else removed).append(thing)
    return Contents(tuple(removed), tuple(kept))


def left_by_deleted_stacks(prefixes: tuple[str, ...], account: Account) -> tuple[Thing, ...]:
    """What deleted stacks of these names have left on purpose; CloudFormation tells it for 90 days."""
    with explained(f"list the deleted stacks of account {account.id}"):
        pages = account.clients.cloudformation.get_paginator("list_stacks").paginate(StackStatusFilter=[GONE])
        stacks = [one for page in pages for one in page["StackSummaries"]]
    ids = [one["StackId"] for one in stacks if one["StackName"].startswith(prefixes)]
    things = [thing for id_ in ids for _, thing in _resources(id_, account, (SKIPPED,))]
    return tuple(dict.fromkeys(thing for thing in things if not is_policy_of_another(thing.kind)))


def _resources(stack_id: str, account: Account, statuses: tuple[str, ...]) -> Iterator[tuple[str, Thing]]:
    """Those that are there, or those in one of these statuses."""
    with explained(f"list the resources of stack {stack_id}"):
        pages = account.clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_id)
        resources = [one for page in pages for one in page["StackResourceSummaries"]]
    for one in resources:
        status, name = one["ResourceStatus"], one.get("PhysicalResourceId")
        if name and (status in statuses if statuses else status != GONE):
            yield one["LogicalResourceId"], Thing(one["ResourceType"], name)
