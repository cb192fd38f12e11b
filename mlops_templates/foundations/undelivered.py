"""Events that a rule of a foundation could not deliver: kept for two weeks, with an alarm while there are any."""

from __future__ import annotations

from typing import Any

from troposphere import AWSHelperFn, GetAtt, Ref, Template, sqs

from mlops_templates.blocks.dead_letter_queue import FOURTEEN_DAYS, takes_events, undelivered_alarm


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
    if condition:
        alarm.Condition = condition
    template.add_resource(alarm)
    return queue
