"""Events that a rule of a foundation could not deliver: kept for two weeks, with an alarm while there are any.

These accounts have no approvers to tell: who hears of the alarm is in the form.
"""

from __future__ import annotations

from typing import Any

from troposphere import AWSHelperFn, Equals, GetAtt, If, Not, NoValue, Ref, Template, sqs

from mlops_templates.blocks.dead_letter_queue import FOURTEEN_DAYS, takes_events, undelivered_alarm
from mlops_templates.foundations.form import Field, add_field

HAS_TOPIC = "HasAlarmTopic"
TOPIC = Field(
    "AlarmTopicArn",
    "Topic of alarms",
    "SNS topic of this region that hears of alarms; that of another account lets CloudWatch of this one publish. "
    "Empty: alarms show, and tell nobody.",
    "must be the ARN of an SNS topic, or empty",
    pattern=r"arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}|",
    default="",
    longest=350,
)


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
            "DeadLetterQueuePolicy",
            Queues=[Ref("DeadLetterQueue")],
            PolicyDocument=takes_events("OwnRule", name, queue),
            **only,
        )
    )
    alarm = undelivered_alarm("DeadLetterAlarm", "An event was not delivered: read the queue, mend, send it again")
    alarm.AlarmName = f"{name}-dead-letters"
    alarm.AlarmActions = If(HAS_TOPIC, [add_field(template, "Notices", TOPIC)], NoValue)
    template.add_condition(HAS_TOPIC, Not(Equals(Ref(TOPIC.name), "")))
    if condition:
        alarm.Condition = condition
    template.add_resource(alarm)
    return queue
