"""Drift alarms of this account reach the event bus of the tooling account, where they start retraining."""

from __future__ import annotations

from awacs.aws import Action, Allow, ArnLike, Condition, PolicyDocument, Principal, Statement
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, cloudwatch, events, sqs

from mlops_templates.blocks.dead_letter_queue import FOURTEEN_DAYS
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.foundations.foundation_role import FoundationRole, add_foundation_role, trusts_service
from mlops_templates.foundations.target_account.names import OTHER_ACCOUNT, target_role, tooling_arn
from mlops_templates.model import Permission
from mlops_templates.naming import arn

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
    queue = _add_queue(template, key)
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
    template.add_resource(_alarm())


def _add_queue(template: Template, key: AWSHelperFn) -> AWSHelperFn:
    template.add_resource(
        sqs.Queue(
            "ForwardDeadLetterQueue",
            Condition=OTHER_ACCOUNT,
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            QueueName=RULE,
            KmsMasterKeyId=key,
            MessageRetentionPeriod=FOURTEEN_DAYS,
        )
    )
    queue = GetAtt("ForwardDeadLetterQueue", "Arn")
    own_rule = Condition(ArnLike({"aws:SourceArn": Sub(arn("events", f"rule/{RULE}"))}))
    policy = PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Sid="DriftRule",
                Effect=Allow,
                Principal=Principal("Service", "events.amazonaws.com"),
                Action=[Action("sqs", "SendMessage")],
                Resource=[queue],
                Condition=own_rule,
            ),
            tls_only("sqs", "*", [queue]),
        ],
    )
    template.add_resource(
        sqs.QueuePolicy(
            "ForwardDeadLetterQueuePolicy",
            Condition=OTHER_ACCOUNT,
            Queues=[Ref("ForwardDeadLetterQueue")],
            PolicyDocument=policy,
        )
    )
    return queue


def _alarm() -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "ForwardDeadLetterAlarm",
        Condition=OTHER_ACCOUNT,
        AlarmName=f"{RULE}-dead-letters",
        AlarmDescription="The tooling account was not told of a drift alarm: read the queue, mend, send it again",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[cloudwatch.MetricDimension(Name="QueueName", Value=GetAtt("ForwardDeadLetterQueue", "QueueName"))],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )
