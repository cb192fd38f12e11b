"""Staging and production in the account of the project: the single-account mode."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.deploy_stack_role import add_deploy_stack_role
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.model_role import add_model_role
from mlops_templates.blocks.role import add_role
from mlops_templates.blocks.stages import Kind, Stage, Stages
from mlops_templates.duties.monitor import MONITOR


def add_own_account(template: Template, *, key: Key, kind: Kind) -> Stages:
    model = add_model_role(template, key=key)
    stack_role = add_deploy_stack_role(template, key=key).role.arn
    environment = {"DEPLOYMENT": kind, "MODEL_EXECUTION_ROLE_ARN": model.role.arn, "PHASE": "repeatable"}
    if kind == "batch":
        environment["MONITOR_ROLE_ARN"] = add_role(template, MONITOR, key=key).arn
    return Stages(
        staging=Stage("staging", stack_role=stack_role),
        production=Stage("prod", stack_role=stack_role),
        environment=environment,
    )
