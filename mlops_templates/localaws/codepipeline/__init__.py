"""CodePipeline: definitions, executions, and the actions that run here."""

from mlops_templates.localaws.codepipeline import (
    approvals,
    execution_history,
    executions,
    pipeline_state,
    pipelines,
    stage_rollback,
    tags,
    transitions,
)
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.events.delivery import STARTERS

STARTERS["codepipeline"] = executions.start_by_rule

__all__ = [
    "SERVICE",
    "approvals",
    "execution_history",
    "executions",
    "pipeline_state",
    "pipelines",
    "stage_rollback",
    "tags",
    "transitions",
]
