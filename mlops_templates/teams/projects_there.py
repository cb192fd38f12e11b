"""Projects of the tooling account that train in the accounts of a team or deploy to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.blocks.stage_accounts import PRODUCTION, STAGING
from mlops_templates.naming import PROJECT_NAME_TAG
from mlops_templates.publish.problems import explained
from mlops_templates.teams.access import Account

USES = {STAGING: "staging", PRODUCTION: "production", "DevelopmentAccountId": "development"}
"""What a project uses an account for, by the parameter of its form that names the account."""


@dataclass(frozen=True)
class ProjectThere:
    """A project and the accounts of the team that it uses, each with its purpose."""

    name: str
    accounts: Mapping[str, str]


def projects_in(accounts: tuple[str, ...], tooling: Account) -> tuple[ProjectThere, ...]:
    """Known by their stacks, whose parameters are the answers in the form; also one whose making has failed."""
    with explained(f"list the projects of account {tooling.id}"):
        pages = tooling.clients.cloudformation.get_paginator("describe_stacks").paginate()
        stacks = [stack for page in pages for stack in page["Stacks"]]
    found = (_project(stack, accounts) for stack in stacks)
    return tuple(sorted((one for one in found if one), key=lambda project: project.name))


def _project(stack: Mapping[str, Any], accounts: tuple[str, ...]) -> ProjectThere | None:
    tags = {tag["Key"]: tag["Value"] for tag in stack.get("Tags", ())}
    values = {one["ParameterKey"]: one.get("ParameterValue", "") for one in stack.get("Parameters", ())}
    used = {USES[key]: value for key, value in values.items() if key in USES and value in accounts}
    if not used or PROJECT_NAME_TAG not in tags:
        return None
    return ProjectThere(tags[PROJECT_NAME_TAG], used)
