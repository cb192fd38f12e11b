"""Drift alarms of this account reach the event bus of the tooling account, where they start retraining."""

from __future__ import annotations

from troposphere import AWSHelperFn, Sub, Template, events

from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.target_account.names import OTHER_ACCOUNT, target_role, tooling_arn
from mlops_templates.foundations.undelivered import add_undelivered
from mlops_templates.model import Permission

RULE = "mlops-templates-target-drift"
PATTERN = {
    "source": ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    "detail": {"alarmName": [{"wildcard": "sagemaker-*-drift"}]},
}


def add_forwarding(template: Template, *, key: AWSHelperFn, ceiling: AWSHelperFn) -> None:
    """Only to another account: in a single account the alarm is on the right bus already."""
    bus = Sub(tooling_arn("events", "event-bus/default"))
    role = add_foundation_role(
        template,
        FoundationRole(
            "Forward",
            name=target_role("forward"),
            duty="EventBridge tells the tooling account of drift",
            trust=trusts_service("events.amazonaws.com"),
            permissions=(Permission(("events:PutEvents",), (bus,)),),
            boundary=ceiling,
            condition=OTHER_ACCOUNT,
        ),
    )
    queue = add_undelivered(template, name=RULE, key=key, condition=OTHER_ACCOUNT)
    template.add_resource(
        events.Rule(
            "DriftRule",
            Condition=OTHER_ACCOUNT,
            Name=RULE,
            Description="Drift alarms of projects go to the tooling account",
            EventPattern=PATTERN,
            Targets=[
                events.Target(
                    Id="ToolingAccount",
                    Arn=bus,
                    RoleArn=role,
                    DeadLetterConfig=events.DeadLetterConfig(Arn=queue),
                    RetryPolicy=events.RetryPolicy(MaximumEventAgeInSeconds=86400, MaximumRetryAttempts=185),
                )
            ],
        )
    )
