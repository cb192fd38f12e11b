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
        sqs.QueuePolicy("DeadLetterQueuePolicy", Queues=[Ref("DeadLetterQueue")], PolicyDocument=_policy(queue))
    )
    template.add_resource(_alarm(notices))
    template.add_output(
        Output("DeadLetterQueueUrl", Description="Events that started nothing", Value=Ref("DeadLetterQueue"))
    )
    return DeadLetterQueue(arn=queue)


def _alarm(notices: ApprovalTopic) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        "DeadLetterQueueAlarm",
        AlarmName=Sub(project_resource("dead-letters")),
        AlarmDescription="An event started nothing: read the dead-letter queue",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[cloudwatch.MetricDimension(Name="QueueName", Value=GetAtt("DeadLetterQueue", "QueueName"))],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=0,
        TreatMissingData="notBreaching",
        AlarmActions=[notices.arn],
    )


def _policy(queue: GetAtt) -> PolicyDocument:
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Sid="RulesOfThisProject",
                Effect=Allow,
                Principal=Principal("Service", "events.amazonaws.com"),
                Action=[Action("sqs", "SendMessage")],
                Resource=[queue],
                Condition=Condition(ArnLike({"aws:SourceArn": Sub(arn("events", f"rule/{project_rule('*')}"))})),
            ),
            tls_only("sqs", "*", [queue]),
        ],
    )
