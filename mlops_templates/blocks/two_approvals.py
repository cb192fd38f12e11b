"""Two approvals with people of their own: before anything is deployed, and before production (R43, R47).

Workflows outside AWS ask the reviewers of their own environments; then the leads hear of alarms alone.
"""

from __future__ import annotations

from collections.abc import Callable

from troposphere import Template

from mlops_templates.blocks.approval_topic import add_approval_topic
from mlops_templates.blocks.gates import Gates
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.production_approval_topic import add_production_approval_topic
from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.model import Ci, Scm


def add_two_approvals(template: Template, scm: Scm, *, key: Key, accounts: StageAccounts) -> Gates:
    return BY_CI[scm.ci](template, key, accounts)


def _asked_here(template: Template, key: Key, accounts: StageAccounts) -> Gates:
    staging = add_approval_topic(template, key=key, stages=accounts)
    return Gates(staging=staging, production=add_production_approval_topic(template, key=key))


def _asked_by_the_provider(template: Template, key: Key, accounts: StageAccounts) -> Gates:
    return Gates(production=add_approval_topic(template, key=key, stages=accounts))


BY_CI: dict[Ci, Callable[[Template, Key, StageAccounts], Gates]] = {
    Ci.PIPELINES: _asked_here,
    Ci.WORKFLOWS: _asked_by_the_provider,
}
