"""The launch role of a product: what its resource types need, nothing missing and nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from troposphere import encode_to_dict

from mlops_templates.conformance.check import Check, judged
from mlops_templates.conformance.rendering import Rendering
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.launch_actions import PASSED_CONNECTIONS, RUNS_AS, resource_uses
from mlops_templates.foundations.launch_role import LaunchPolicy, launch_policies
from mlops_templates.handlers import VERBS, needed_by
from mlops_templates.naming import launch_role_name

LONGEST_NAME = 64
LARGEST_POLICY = 6_144
"""Characters of a managed policy, white space not counted."""

OF_THE_STACK = frozenset({"Stacks", "Templates", "ServiceCatalogCopies", "SeedObjects"})
"""Statements about the stack itself and what it is made from."""


def launch_role(product: str, renderings: Sequence[Rendering]) -> Check:
    """One role for all source-code providers, computed from the templates and compared with the schemas."""
    documents = [rendering.document for rendering in renderings]
    try:
        policies = launch_policies(resource_uses(documents))
    except MlopsTemplatesError as error:
        return judged("launch role", product, [str(error)], "")
    granted = {action for policy in policies for action in _actions(policy) - _actions(policy, only=OF_THE_STACK)}
    anything = {action for policy in policies for action in _actions(policy)}
    needed = _needed(documents)
    missing = sorted(needed.keys() - anything)
    faults = [
        *(f"missing: {action}, which {', '.join(sorted(needed[action]))} needs" for action in missing),
        *(f"more than needed: {action}" for action in sorted(granted - needed.keys())),
        *_limits(product, policies),
    ]  # fmt: skip
    return judged("launch role", product, faults, f"{len(anything)} actions, none missing, none more")


def _needed(documents: Sequence[dict[str, Any]]) -> dict[str, set[str]]:
    """The actions that the schemas state for the resources, with the types that need them."""
    needed: dict[str, set[str]] = {}
    for use in resource_uses(documents):
        for verb in VERBS if use.deleted else VERBS[:-1]:
            for action in needed_by(use.resource_type, verb, use.properties):
                # Schemas name it also for settings, such as replication, that have a role of their own.
                if action != "iam:PassRole" or use.resource_type in RUNS_AS:
                    needed.setdefault(action, set()).add(use.resource_type)
        if use.connected:
            for action in PASSED_CONNECTIONS:
                needed.setdefault(action, set()).add(use.resource_type)
    return needed


def _actions(policy: LaunchPolicy, only: frozenset[str] = frozenset()) -> set[str]:
    statements = encode_to_dict(list(policy.statements))
    return {action for one in statements if not only or one.get("Sid") in only for action in one["Action"]}


def _limits(product: str, policies: Sequence[LaunchPolicy]) -> Iterator[str]:
    if (length := len(launch_role_name(product, region="ap-southeast-5"))) > LONGEST_NAME:
        yield f"the name of the role is {length} characters long, IAM takes {LONGEST_NAME}: shorten the product's name"
    for policy in policies:
        length = len(json.dumps(json.loads(policy.content), separators=(",", ":")))
        if length > LARGEST_POLICY:
            yield f"policy {policy.part} is {length:,} characters long, IAM takes {LARGEST_POLICY:,}"
