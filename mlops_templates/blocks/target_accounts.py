"""Staging and production where the target-account stack stands: accounts of their own, or both that of the project."""

from __future__ import annotations

from troposphere import Equals, Not, Or, Ref, Sub, Template

from mlops_templates.blocks.stage_accounts import PRODUCTION, STAGING, StageAccounts
from mlops_templates.blocks.stages import Kind, Stage, Stages
from mlops_templates.model import Phase
from mlops_templates.naming import target_role_arn


def add_target_accounts(template: Template, *, accounts: StageAccounts, kind: Kind, phase: Phase) -> Stages:
    """The roles to act as there come from the target-account foundation."""
    template.add_rule("StagesApart", _stages_apart())
    return Stages(
        staging=_stage("staging", STAGING),
        production=_stage("prod", PRODUCTION),
        environment={
            "DEPLOYMENT": kind,
            "PHASE": phase.value,
            "PRODUCTION_ACCOUNT_ID": accounts.production,
            "STAGING_ACCOUNT_ID": accounts.staging,
        },
    )


def _stage(name: str, account: str) -> Stage:
    there = f"${{{account}}}"
    return Stage(
        name,
        stack_role=Sub(target_role_arn("stack", account=there)),
        action_role=Sub(target_role_arn("deploy", account=there)),
        test_role=target_role_arn("test", account=there),
        account=Ref(account),
    )


def _stages_apart() -> dict[str, object]:
    staging, production, own = Ref(STAGING), Ref(PRODUCTION), Ref("AWS::AccountId")
    return {
        "Assertions": [
            {
                "Assert": Or(Not(Equals(staging, production)), Equals(staging, own)),
                "AssertDescription": ("Staging and production need two accounts, or both that of the project"),
            }
        ]
    }
