"""Teams, plans and reports as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlops_templates.teams import AccountSet, Overview, Remains, RemovalPlan, Team

Document = dict[str, Any]


def team_document(team: Team) -> Document:
    return {
        "team": team.name,
        "status": team.status,
        "updated": team.updated,
        "stack_id": team.stack_id,
        "cost_center": team.cost_center,
        "tooling": team.tooling,
        "accounts": dict(team.accounts),
    }


def overview_document(found: Overview) -> Document:
    return {
        **team_document(found.team),
        "account_set": set_document(found.account_set),
        "looked_at": [asdict(account) for account in found.accounts],
    }


def set_document(account_set: AccountSet) -> Document:
    return asdict(account_set)


def plan_document(plan: RemovalPlan) -> Document:
    return {
        **team_document(plan.team),
        "is_done": plan.is_done,
        "busy": plan.busy,
        "blocks": list(plan.blocks),
        "projects": [{"name": one.name, "accounts": dict(one.accounts)} for one in plan.projects],
        "plan": [
            {
                "part": one.part,
                "account": one.account,
                "not_seen": one.not_seen,
                "running": [asdict(thing) for thing in one.running],
                "stacks": [{**asdict(instance), **asdict(contents)} for instance, contents in one.stacks],
            }
            for one in plan.accounts
        ],
    }


def remains_document(remains: tuple[Remains, ...]) -> list[Document]:
    return [asdict(account) for account in remains]
