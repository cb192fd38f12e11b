"""Staging and production in the account of the project: the single-account mode."""

from __future__ import annotations

from troposphere import AWSHelperFn, Template

from mlops_templates.blocks.deploy_stack_role import add_deploy_stack_role
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.model_role import add_model_role
from mlops_templates.blocks.stages import Stage, Stages


def add_own_account(template: Template, *, key: Key) -> Stages:
    model = add_model_role(template, key=key)
    stack_role: AWSHelperFn = add_deploy_stack_role(template, key=key).role.arn
    return Stages(
        staging=Stage("staging", stack_role=stack_role),
        production=Stage("prod", stack_role=stack_role),
        environment={"MODEL_EXECUTION_ROLE_ARN": model.role.arn},
    )
