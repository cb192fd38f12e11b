"""An EventBridge rule that starts a pipeline; what cannot be delivered is kept."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import AWSHelperFn, Sub, Template, events

from mlops_templates.blocks.dead_letter_queue import DeadLetterQueue
from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.starter_role import StarterRole
from mlops_templates.naming import logical_id, project_rule

SIX_HOURS = 6 * 60 * 60


def add_trigger(
    template: Template,
    *,
    noun: str,
    event: Mapping[str, object],
    pipeline: Pipeline,
    role: StarterRole,
    undelivered: DeadLetterQueue,
) -> None:
    template.add_resource(
        events.Rule(
            logical_id(noun, "rule"),
            Name=Sub(project_rule(noun)),
            EventPattern=dict(event),
            Targets=[guarded_target("Pipeline", pipeline.arn, role=role, undelivered=undelivered)],
        )
    )


def guarded_target(
    identifier: str, arn: AWSHelperFn, *, role: StarterRole, undelivered: DeadLetterQueue
) -> events.Target:
    """A target that is tried again for six hours; then its event is kept."""
    return events.Target(
        Id=identifier,
        Arn=arn,
        RoleArn=role.role.arn,
        RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=SIX_HOURS),
        DeadLetterConfig=events.DeadLetterConfig(Arn=undelivered.arn),
    )
