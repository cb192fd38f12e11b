"""CloudFormation: an own engine that refuses what AWS refuses."""

from mlops_templates.localaws.cloudformation.actions import (
    change_sets,
    descriptions,
    exports,
    resources,
    stacks,
    templates,
)
from mlops_templates.localaws.cloudformation.actions.service import SERVICE

__all__ = ["SERVICE", "change_sets", "descriptions", "exports", "resources", "stacks", "templates"]
