"""A push to main starts a pipeline."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue
from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.starter_role import StarterRole
from mlops_templates.blocks.trigger import add_trigger
from mlops_templates.model import SourceRepository


def add_push_trigger(
    template: Template, *, source: SourceRepository, pipeline: Pipeline, role: StarterRole, undelivered: DeadLetterQueue
) -> None:
    """Where EventBridge hears of no push, the source action of the pipeline does."""
    if source.events is not None:
        add_trigger(
            template,
            noun=f"{source.seed.name.replace('_', '-')}-push",
            event=source.events.main,
            pipeline=pipeline,
            role=role,
            undelivered=undelivered,
        )
