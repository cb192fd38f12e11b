"""The trial role: people of a project try a model by hand, behind an endpoint that no pipeline knows of (R18)."""

from __future__ import annotations

from troposphere import AWSHelperFn, Sub, Template

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role
from mlops_templates.foundations.grants import pass_roles
from mlops_templates.foundations.target_account.names import DEVELOPMENT, target_role
from mlops_templates.foundations.target_account.tooling import trusts_tooling
from mlops_templates.foundations.target_account.training_roles import TrainingRoles
from mlops_templates.model import Permission
from mlops_templates.naming import arn

ACTIONS = (
    "sagemaker:AddTags", "sagemaker:CreateEndpoint", "sagemaker:CreateEndpointConfig", "sagemaker:CreateModel",
    "sagemaker:DeleteEndpoint", "sagemaker:DeleteEndpointConfig", "sagemaker:DeleteModel",
    "sagemaker:DescribeEndpoint", "sagemaker:InvokeEndpoint",
)  # fmt: skip


def add_trial_role(template: Template, *, training: TrainingRoles, ceiling: AWSHelperFn) -> AWSHelperFn:
    """One endpoint for each project, by the end of its name."""
    mine = tuple(Sub(arn("sagemaker", f"{kind}/*-try")) for kind in ("endpoint", "endpoint-config", "model"))
    return add_foundation_role(
        template,
        FoundationRole(
            "Trial",
            name=target_role("trial"),
            duty="People of projects try a model by hand",
            trust=trusts_tooling("scientist"),
            permissions=(
                Permission(ACTIONS, mine),
                pass_roles(("sagemaker.amazonaws.com",), training.of_main, training.of_branches),
            ),
            boundary=ceiling,
            condition=DEVELOPMENT,
        ),
    )
