"""Trains anew when production drifts, and by the clock (Scalable)."""

from __future__ import annotations

from awacs.aws import Action, Allow, AWSPrincipal, Statement
from troposphere import Equals, Not, Parameter, Ref, Sub, Template, encode_to_dict, events, scheduler

from mlops_templates.blocks.model_build_delivery import ModelBuildDelivery
from mlops_templates.blocks.parameter import TRAINING, add_parameter
from mlops_templates.blocks.pipeline import Pipeline
from mlops_templates.blocks.stage_accounts import StageAccounts
from mlops_templates.blocks.starting import Starting
from mlops_templates.blocks.trigger import SIX_HOURS, add_trigger
from mlops_templates.naming import arn, project_resource, project_rule

SCHEDULE, SCHEDULED = "RetrainingSchedule", "HasRetrainingSchedule"
EXPRESSION = r"^((rate\([1-9][0-9]* (minutes?|hours?|days?)\)|cron\([0-9A-Z*?/,# LW-]+\)))?$"


def add_retraining(
    template: Template, *, delivery: ModelBuildDelivery, accounts: StageAccounts, starting: Starting | None
) -> None:
    """A workflow outside AWS cannot be started from here: it has a clock of its own, and watches for drift itself."""
    if delivery.pipeline is not None and starting is not None:
        _on_drift(template, delivery.pipeline, accounts, starting)
        _by_the_clock(template, delivery.pipeline, starting)


def _on_drift(template: Template, pipeline: Pipeline, accounts: StageAccounts, starting: Starting) -> None:
    template.add_resource(_entrance(accounts))
    add_trigger(
        template,
        noun="drift",
        event={
            "source": ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            "account": [accounts.production],
            "detail": {
                "alarmName": [Sub(project_resource("prod-drift"))],
                "state": {"value": ["ALARM"]},
            },
        },
        pipeline=pipeline,
        role=starting.role,
        undelivered=starting.undelivered,
    )


def _entrance(accounts: StageAccounts) -> events.EventBusPolicy:
    """The production account may tell the default bus of this account."""
    return events.EventBusPolicy(
        "DriftEntrance",
        StatementId=Sub(project_rule("drift")),
        Statement=encode_to_dict(
            Statement(
                Sid=Sub(project_rule("drift")),
                Effect=Allow,
                Principal=AWSPrincipal(accounts.production),
                Action=[Action("events", "PutEvents")],
                Resource=[Sub(arn("events", "event-bus/default"))],
            )
        ),
    )


def _by_the_clock(template: Template, pipeline: Pipeline, starting: Starting) -> None:
    expression = add_parameter(
        template,
        Parameter(
            SCHEDULE,
            Type="String",
            Default="",
            MaxLength=256,
            AllowedPattern=EXPRESSION,
            ConstraintDescription="must be rate(7 days), cron(0 3 ? * SUN *), or empty",
            Description="When to train anew, as rate(...) or cron(...) in UTC; empty: never",
        ),
        group=TRAINING,
    )
    template.add_condition(SCHEDULED, Not(Equals(expression, "")))
    template.add_resource(_schedule(pipeline, starting))


def _schedule(pipeline: Pipeline, starting: Starting) -> scheduler.Schedule:
    return scheduler.Schedule(
        "RetrainingClock",
        Condition=SCHEDULED,
        Name=Sub(project_rule("retraining")),
        Description="Trains anew by the clock",
        ScheduleExpression=Ref(SCHEDULE),
        FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="FLEXIBLE", MaximumWindowInMinutes=15),
        Target=scheduler.Target(
            Arn=Sub("arn:${AWS::Partition}:scheduler:::aws-sdk:codepipeline:startPipelineExecution"),
            RoleArn=starting.role.role.arn,
            Input=Sub(f'{{"Name":"{project_resource("build")}"}}'),
            RetryPolicy=scheduler.RetryPolicy(MaximumEventAgeInSeconds=SIX_HOURS),
            DeadLetterConfig=scheduler.DeadLetterConfig(Arn=starting.undelivered.arn),
        ),
    )
