"""A decision about a version in the Main group starts the deploy pipeline; other groups never do."""

from __future__ import annotations

from troposphere import Template

from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue
from mlops_templates.blocks.model_registry import ModelRegistry
from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.starter_role import StarterRole
from mlops_templates.blocks.trigger import add_trigger


def add_decision_trigger(
    template: Template, *, registry: ModelRegistry, pipeline: Pipeline, role: StarterRole, undelivered: DeadLetterQueue
) -> None:
    """A rejection counts: the newest approved version may then be an older one."""
    add_trigger(
        template,
        noun="model-decision",
        event={
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Model Package State Change"],
            "detail": {
                "ModelPackageGroupName": [registry.main.name],
                "ModelApprovalStatus": ["Approved", "Rejected"],
            },
        },
        pipeline=pipeline,
        role=role,
        undelivered=undelivered,
    )
