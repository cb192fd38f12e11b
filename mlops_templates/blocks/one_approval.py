"""One approval: between the tests in staging and production."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.approval_topic import add_approval_topic
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.key import Key


def add_one_approval(template: Template, *, key: Key) -> Gates:
    return Gates(production=add_approval_topic(template, key=key))
