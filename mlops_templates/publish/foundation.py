"""The foundation stacks as they shall be: the committed templates, as they were reviewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlops_templates.bundle import shipped_foundation
from mlops_templates.foundations import assets, launch_roles, use_policies
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.change_set import StackChange
from mlops_templates.publish.stack import Stack, read_own_stack


@dataclass(frozen=True)
class Foundation:
    """A stack that every publish makes, before anything is offered."""

    stack_name: str
    file_name: str
    holds: str


ASSETS = Foundation(assets.STACK_NAME, assets.FILE_NAME, "asset bucket, permissions boundary")
# In the order in which they are made.
FOUNDATIONS = (
    ASSETS,
    Foundation(use_policies.STACK_NAME, use_policies.FILE_NAME, "policies that the roles of projects share"),
    Foundation(launch_roles.STACK_NAME, launch_roles.FILE_NAME, "launch role of each product"),
)


@dataclass(frozen=True)
class FoundationPlan:
    """A foundation stack as it is, its line of the plan, and the change unless it is right already."""

    before: Stack | None
    line: Change
    change: StackChange | None


def plan_foundations(cloudformation: Any) -> Iterator[FoundationPlan]:
    for foundation in FOUNDATIONS:
        before = read_own_stack(cloudformation, foundation.stack_name)
        yield _plan(foundation, before)


def _plan(foundation: Foundation, before: Stack | None) -> FoundationPlan:
    text = shipped_foundation(foundation.file_name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = before is not None and not before.never_made
    if before is not None and made and before.content_digest == digest:
        return FoundationPlan(before, Change(Verb.KEEP, "stack", foundation.stack_name), None)
    change = StackChange(foundation.stack_name, text, digest, before, capabilities=("CAPABILITY_NAMED_IAM",))
    verb = Verb.CHANGE if made else Verb.ADD
    return FoundationPlan(before, Change(verb, "stack", foundation.stack_name, foundation.holds), change)
