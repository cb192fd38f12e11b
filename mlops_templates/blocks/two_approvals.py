"""Two approvals with people of their own: before anything is deployed, and before production (R43, R47)."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.approval_topic import add_approval_topic
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.production_approval_topic import add_production_approval_topic
from mlops_templates.blocks.stage_accounts import StageAccounts


def add_two_approvals(template: Template, *, key: Key, accounts: StageAccounts) -> Gates:
    staging = add_approval_topic(template, key=key, stages=accounts)
    return Gates(staging=staging, production=add_production_approval_topic(template, key=key))
