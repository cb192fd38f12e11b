"""Events that a rule of a foundation could not deliver: kept for two weeks, with an alarm while there are any."""

from __future__ import annotations

from typing import Any

from awacs.aws import Action, Allow, ArnLike, Condition, PolicyDocument, Principal, Statement
from troposphere import AWSHelperFn, GetAtt, Ref, Sub, Template, cloudwatch, sqs

from mlops_templates.blocks.dead_letter_queue import FOURTEEN_DAYS
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import arn


def add_undelivered(template: Template, *, name: str, key: AWSHelperFn, condition: str = "") -> AWSHelperFn:
    """The ARN of the queue, for the rule of that name."""
    only: dict[str, Any] = {"Condition": condition} if condition else {}
    template.add_resource(
        sqs.Queue(
            "DeadLetterQueue",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            QueueName=name,
            KmsMasterKeyId=key,
            MessageRetentionPeriod=FOURTEEN_DAYS,
            **only,
        )
    )
    queue = GetAtt("DeadLetterQueue", "Arn")
    template.add_resource(
        sqs.QueuePolicy(
            "DeadLetterQueuePolicy", Queues=[Ref("DeadLetterQueue")], PolicyDocument=_policy(name, queue), **only
        )
    )
    template.add_resource(_alarm(name, only))
    return queue


def _policy(name: str, queue: AWSHelperFn) -> PolicyDocument:
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Sid="OwnRule",
                Effect=Allow,
                Principal=Principal("Service", "events.amazonaws.com"),
                Action=[Action("sqs", "SendMessage")],
                Resource=[queue],
                Condition=Condition(ArnLike({"aws:SourceArn": Sub(arn("events", f"rule/{name}"))})),
            ),
            tls_only("sqs", "*", [queue]),
        ],
    )


def _alarm(name: str, only: dict[str, Any]) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "DeadLetterAlarm",
        AlarmName=f"{name}-dead-letters",
        AlarmDescription="An event was not delivered: read the queue, mend, send it again",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[cloudwatch.MetricDimension(Name="QueueName", Value=GetAtt("DeadLetterQueue", "QueueName"))],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        **only,
    )
