"""Plans and reports as a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlops_templates.teams import Remains, RemovalPlan
    from mlops_templates.teams.contents import Thing


def plan_text(plan: RemovalPlan) -> Iterator[str]:
    team = plan.team
    if plan.is_done:
        yield f"Team {team.name} has given its accounts back ({team.status} since {team.updated})."
        return
    product = plan.account_set.product
    named = f"provisioned product {product.name} ({product.id}), " if product else ""
    yield f"Taking back the accounts of team {team.name} removes {named}stack {team.stack_id}"
    for account in plan.accounts:
        yield f"\n{account.part} account {account.account}"
        if account.not_seen:
            yield f"  could not look: {account.not_seen}"
        for instance, contents in account.stacks:
            stack = instance.stack_id.split("/")[1]
            yield f"  remove  stack {stack} of stack set {instance.stack_set} ({instance.status})"
            yield from (f"  remove  {line}" for line in _counted(contents.removed))
            yield from (f"  keep    {thing.kind} {thing.name}" for thing in contents.kept)
        yield from (f"  runs    {one.kind} {one.name} {one.status}".rstrip() for one in account.running)
    yield f"\nThe entry of {team.name} stays in the catalogue as DELETE_COMPLETE. Repositories,"
    yield f"registry and audit are in tooling account {team.tooling} and stay."
    if plan.busy:
        yield f"\n{plan.busy}"
    yield "\nNothing stands against it." if not plan.blocks else "\nAgainst it stands:"
    yield from (f"  {block}" for block in plan.blocks)


def _counted(things: tuple[Thing, ...]) -> Iterator[str]:
    for kind, number in sorted(Counter(thing.kind for thing in things).items()):
        yield f"{kind}{f' ({number})' if number > 1 else ''}"


def remains_text(name: str, remains: tuple[Remains, ...]) -> Iterator[str]:
    yield f"What remains of team {name}:"
    for account in remains:
        yield f"\n{account.part} account {account.account}"
        if account.not_seen:
            yield f"  could not look: {account.not_seen}"
        elif not account.leftovers:
            yield "  nothing"
        for one in account.leftovers:
            yield f"  {one.kind} {one.name}{f': {one.note}' if one.note else ''}"
            yield from (f"    {command}" for command in one.commands)
