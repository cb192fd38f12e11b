"""CodePipeline: definitions, executions, and the actions that run here."""

from mlops_templates.localaws.codeconnections.remotes import LISTENERS
from mlops_templates.localaws.codepipeline import (
    approvals,
    execution_history,
    executions,
    pipeline_state,
    pipelines,
    pushes,
    stage_rollback,
    tags,
    transitions,
)
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.events.delivery import STARTERS

STARTERS["codepipeline"] = executions.start_by_rule
LISTENERS.append(pushes.start_all)

__all__ = [
    "SERVICE",
    "approvals",
    "execution_history",
    "executions",
    "pipeline_state",
    "pipelines",
    "pushes",
    "stage_rollback",
    "tags",
    "transitions",
]
