"""Keeps the events that EventBridge could not deliver, which it would otherwise drop after a day."""

from __future__ import annotations

from dataclasses import dataclass

from awacs.aws import Action, Allow, ArnLike, Condition, PolicyDocument, Principal, Statement
from troposphere import AWSHelperFn, GetAtt, Output, Ref, Sub, Template, cloudwatch, sqs

from mlops_templates.blocks.approval_topic import ApprovalTopic
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.tls_only import tls_only
from mlops_templates.naming import arn, project_resource, project_rule

FOURTEEN_DAYS = 14 * 24 * 60 * 60


@dataclass(frozen=True)
class DeadLetterQueue:
    """Takes events of the rules of this project."""

    arn: AWSHelperFn


def add_dead_letter_queue(template: Template, *, key: Key, notices: ApprovalTopic) -> DeadLetterQueue:
    queue = GetAtt("DeadLetterQueue", "Arn")
    template.add_resource(
        sqs.Queue(
            "DeadLetterQueue",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            QueueName=Sub(project_resource("dead-letters")),
            KmsMasterKeyId=key.arn,
            MessageRetentionPeriod=FOURTEEN_DAYS,
        )
    )
    template.add_resource(
        sqs.QueuePolicy(
            "DeadLetterQueuePolicy",
            Queues=[Ref("DeadLetterQueue")],
            PolicyDocument=takes_events("RulesOfThisProject", project_rule("*"), queue),
        )
    )
    alarm = undelivered_alarm("DeadLetterQueueAlarm", "An event started nothing: read the dead-letter queue")
    alarm.AlarmName = Sub(project_resource("dead-letters"))
    alarm.AlarmActions = [notices.arn]
    template.add_resource(alarm)
    template.add_output(
        Output("DeadLetterQueueUrl", Description="Events that started nothing", Value=Ref("DeadLetterQueue"))
    )
    return DeadLetterQueue(arn=queue)


def undelivered_alarm(identifier: str, description: str) -> cloudwatch.Alarm:
    """While there is anything in the queue; whose it is gives it a name."""
    return cloudwatch.Alarm(
        identifier,
        AlarmDescription=description,
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[cloudwatch.MetricDimension(Name="QueueName", Value=GetAtt("DeadLetterQueue", "QueueName"))],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=0,
        TreatMissingData="notBreaching",
    )


def takes_events(name: str, rules: str, queue: AWSHelperFn) -> PolicyDocument:
    """What rules of these names could not deliver; nothing else, and nothing in plain text."""
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Sid=name,
                Effect=Allow,
                Principal=Principal("Service", "events.amazonaws.com"),
                Action=[Action("sqs", "SendMessage")],
                Resource=[queue],
                Condition=Condition(ArnLike({"aws:SourceArn": Sub(arn("events", f"rule/{rules}"))})),
            ),
            tls_only("sqs", "*", [queue]),
        ],
    )
