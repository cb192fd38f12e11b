"""The role with which CloudFormation makes the stage stacks."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template

from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Role, add_role
from mlops_templates.duties.deploy_stack import DEPLOY_STACK


@dataclass(frozen=True)
class DeployStackRole:
    """Makes and changes the stacks of the stages."""

    role: Role


def add_deploy_stack_role(template: Template, *, key: Key) -> DeployStackRole:
    return DeployStackRole(add_role(template, DEPLOY_STACK, key=key))
