"""Self-managed stack sets: one template in many accounts and regions, by roles that trust each other."""

from mlops_templates.localaws.cloudformation.stack_sets import instance_actions, operation_actions, set_actions

__all__ = ["instance_actions", "operation_actions", "set_actions"]
