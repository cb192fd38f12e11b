"""The assets stack as it shall be: the committed template, as it was reviewed."""

from __future__ import annotations

import hashlib

from mlops_templates.data import data_folder
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.foundations.assets import FILE_NAME, STACK_NAME
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.change_set import StackChange
from mlops_templates.publish.stack import Stack


def assets_stack_change(before: Stack | None) -> tuple[Change, StackChange | None]:
    """The line of the plan, and the change itself unless the stack is that already."""
    text = _template()
    digest = hashlib.sha256(text.encode()).hexdigest()
    made = before is not None and not before.never_made
    if before is not None and made and before.content_digest == digest:
        return Change(Verb.KEEP, "stack", STACK_NAME), None
    change = StackChange(STACK_NAME, text, digest, before, capabilities=("CAPABILITY_NAMED_IAM",))
    detail = "asset bucket, launch role, permissions boundary"
    return Change(Verb.CHANGE if made else Verb.ADD, "stack", STACK_NAME, detail), change


def _template() -> str:
    path = data_folder("cloudformation") / FILE_NAME
    if not path.is_file():
        raise MlopsTemplatesError(f"{path} is missing. In a checkout, run: mlops-templates synth")
    return path.read_text(encoding="utf-8")
