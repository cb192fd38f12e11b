"""CloudFormation: an own engine that refuses what AWS refuses."""

from mlops_templates.localaws.cloudformation.actions import (
    change_sets,
    descriptions,
    exports,
    resources,
    rollbacks,
    stacks,
    templates,
)
from mlops_templates.localaws.cloudformation.actions.service import SERVICE
from mlops_templates.localaws.cloudformation.stack_sets import instance_actions, operation_actions, set_actions

__all__ = [
    "SERVICE",
    "change_sets",
    "descriptions",
    "exports",
    "instance_actions",
    "operation_actions",
    "resources",
    "rollbacks",
    "set_actions",
    "stacks",
    "templates",
]
