"""Templates that are not project templates: what projects stand on and how they are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troposphere import Template


def _target_account() -> Template:
    from mlops_templates.foundations.target_account import target_account_template

    return target_account_template()


def _studio_environment() -> Template:
    from mlops_templates.foundations.studio_environment import studio_environment_template

    return studio_environment_template()


def _governance() -> Template:
    from mlops_templates.foundations.governance import governance_template

    return governance_template()


def _team_accounts() -> Template:
    from mlops_templates.foundations.team_accounts import team_accounts_template

    return team_accounts_template()


FOUNDATIONS: tuple[tuple[str, Callable[[], Template]], ...] = (
    ("0-governance.yaml", _governance),
    ("0-studio-environment.yaml", _studio_environment),
    ("0-target-account.yaml", _target_account),
    ("0-team-accounts.yaml", _team_accounts),
)
"""File name and template of those that need no products; each is imported when it is made."""
