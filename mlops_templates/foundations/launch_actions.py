"""What the launch role must be able to do: the handler actions of the products' resources, less what they never use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mlops_templates.handlers import needed_by
from mlops_templates.naming import IAM_PATH

# Types whose resources run as a role: who must be named in iam:PassedToService.
RUNS_AS = {
    "AWS::CodeBuild::Project": "codebuild.amazonaws.com",
    "AWS::CodePipeline::Pipeline": "codepipeline.amazonaws.com",
    "AWS::Events::Rule": "events.amazonaws.com",
    "AWS::Scheduler::Schedule": "scheduler.amazonaws.com",
}

# A pipeline may read its source over a connection, which is handed to it like a role; AWS's schema knows the old name
# of the service only, and that without the condition that there is a connection.
PASSED_CONNECTIONS = frozenset({"codeconnections:PassConnection", "codestar-connections:PassConnection"})
_CONNECTED = '"CodeStarSourceConnection"'

# Roles of the accounts of stages, as which actions of a pipeline run.
_ROLES_ABROAD = f":role{IAM_PATH}mlops-templates-target-"


@dataclass(frozen=True)
class ResourceUse:
    """How the products use one resource type."""

    resource_type: str
    properties: frozenset[str]
    deleted: bool
    connected: bool = False
    """Whether a pipeline reads its source over a connection."""
    abroad: bool = False
    """Whether a pipeline is handed a role of another account."""


def resource_uses(templates: Iterable[Mapping[str, Any]]) -> tuple[ResourceUse, ...]:
    """Every resource type of the templates, with the properties set anywhere and whether a deletion removes any."""
    by_type: dict[str, list[Mapping[str, Any]]] = {}
    for template in templates:
        for resource in template["Resources"].values():
            by_type.setdefault(resource["Type"], []).append(resource)
    return tuple(_use(kind, resources) for kind, resources in sorted(by_type.items()))


def _use(resource_type: str, resources: list[Mapping[str, Any]]) -> ResourceUse:
    properties = frozenset(name for resource in resources for name in resource.get("Properties", {}))
    deleted = any(resource.get("DeletionPolicy") != "Retain" for resource in resources)
    if resource_type != "AWS::CodePipeline::Pipeline":
        return ResourceUse(resource_type, properties, deleted)
    told = json.dumps([resource["Properties"]["Stages"] for resource in resources])
    return ResourceUse(resource_type, properties, deleted, _CONNECTED in told, _ROLES_ABROAD in told)


@cache
def needed_actions(use: ResourceUse) -> frozenset[str]:
    """The actions to create, read, update and (unless all are retained) delete resources used in this way."""
    verbs = ("create", "read", "update", "delete") if use.deleted else ("create", "read", "update")
    needed = frozenset(action for verb in verbs for action in needed_by(use.resource_type, verb, use.properties))
    if use.connected:
        needed |= PASSED_CONNECTIONS
    return needed if use.resource_type in RUNS_AS else needed - {"iam:PassRole"}


def launch_actions(uses: Iterable[ResourceUse]) -> frozenset[str]:
    return frozenset(action for use in uses for action in needed_actions(use))


def passed_to_services(uses: Iterable[ResourceUse]) -> tuple[str, ...]:
    return tuple(sorted(RUNS_AS[use.resource_type] for use in uses if use.resource_type in RUNS_AS))
