"""The accounts of staging and production."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Parameter, Ref, Template

from mlops_templates.blocks.parameter import ACCOUNTS, add_parameter

STAGING, PRODUCTION = "StagingAccountId", "ProductionAccountId"


@dataclass(frozen=True)
class StageAccounts:
    """Account ids of the stages; both that of the project is the single-account mode."""

    staging: Ref
    production: Ref

    @property
    def ids(self) -> tuple[Ref, Ref]:
        return (self.staging, self.production)


def add_stage_accounts(template: Template) -> StageAccounts:
    return StageAccounts(
        staging=_add_account(template, STAGING, "staging"),
        production=_add_account(template, PRODUCTION, "production"),
    )


def _add_account(template: Template, name: str, stage: str) -> Ref:
    return add_parameter(
        template,
        Parameter(
            name,
            Type="String",
            AllowedPattern="^[0-9]{12}$",
            ConstraintDescription="must be 12 digits",
            Description=f"Account of {stage}; this account for both: single-account mode",
        ),
        group=ACCOUNTS,
    )
