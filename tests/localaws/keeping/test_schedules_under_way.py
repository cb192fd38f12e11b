"""Schedules go on after an end: what is to come comes, and a moment that passed meanwhile is made up for."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from tests.localaws.keeping.reborn import REGION, Reborn
from tests.waiting import until

WAITING = "ApproximateNumberOfMessages"
QUEUE = f"arn:aws:sqs:{REGION}:123456789012:"


def plan(aws: Reborn, name: str, expression: str) -> None:
    aws.client("sqs").create_queue(QueueName=name)
    aws.client("scheduler").create_schedule(
        Name=name,
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": QUEUE + name, "RoleArn": "arn:aws:iam::123456789012:role/clock", "Input": "now"},
    )


def received(aws: Reborn, name: str) -> int:
    """How many messages wait in a queue, once there are any."""
    sqs = aws.client("sqs")
    asked = {"QueueUrl": sqs.get_queue_url(QueueName=name)["QueueUrl"], "AttributeNames": [WAITING]}
    return until(lambda: int(sqs.get_queue_attributes(**asked)["Attributes"][WAITING]), f"a message in {name}")


def test_a_moment_that_passed_while_nothing_ran_is_made_up_for_and_times_of_many_are_not(reborn: Reborn) -> None:
    reborn.role("clock", "scheduler")
    moment = datetime.now(UTC) + timedelta(seconds=6)
    plan(reborn, "once", f"at({moment.strftime('%Y-%m-%dT%H:%M:%S')})")
    plan(reborn, "often", "rate(1 day)")
    assert received(reborn, "often") == 1
    reborn.kill()
    while datetime.now(UTC) < moment:
        time.sleep(0.1)
    reborn.again()
    assert received(reborn, "once") == 1
    assert received(reborn, "often") == 1
