"""The assets stack as it shall be: the committed template, as it was reviewed."""

from __future__ import annotations

import hashlib

from mlops_templates.bundle import shipped_foundation
from mlops_templates.foundations.assets import STACK_NAME
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.change_set import StackChange
from mlops_templates.publish.stack import Stack


def assets_stack_change(before: Stack | None) -> tuple[Change, StackChange | None]:
    """The line of the plan, and the change itself unless the stack is that already."""
    text = shipped_foundation()
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = before is not None and not before.never_made
    if before is not None and made and before.content_digest == digest:
        return Change(Verb.KEEP, "stack", STACK_NAME), None
    change = StackChange(STACK_NAME, text, digest, before, capabilities=("CAPABILITY_NAMED_IAM",))
    detail = "asset bucket, launch role, permissions boundary"
    return Change(Verb.CHANGE if made else Verb.ADD, "stack", STACK_NAME, detail), change
