"""Delivery of one event to one target of a rule: attempts, then the dead-letter queue."""

from __future__ import annotations

import json
import logging
import time

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.dead_letters import Failure, attributes
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.events.targets import EVENTS, STARTERS, hand_over, queue_url

__all__ = ["ATTEMPTS", "STARTERS", "deliver"]

logger = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE_SECONDS = 0.2
"""AWS retries for a day; here a target that is not there after half a second will not come."""


def deliver(call: Call, rule_arn: str, target: Document, event: Document) -> None:
    """Hand the event to the target, as the role that the target names.

    The number of attempts is the rule's own (at most three here). What cannot be delivered goes to the target's
    dead-letter queue with the attributes that EventBridge adds, or is dropped with a line in the server's log.
    """
    wanted = target.get("RetryPolicy", {}).get("MaximumRetryAttempts", ATTEMPTS)
    for attempt in range(1 + min(int(wanted), ATTEMPTS - 1)):
        time.sleep(PAUSE_SECONDS * attempt)
        try:
            hand_over(call, rule_arn, target, event)
            _measure(call, rule_arn, "Invocations")
            return
        except (AwsError, ClientError) as error:
            failure = error
    _measure(call, rule_arn, "FailedInvocations")
    _give_up(call, rule_arn, target, event, failure)


def _measure(call: Call, rule_arn: str, name: str) -> None:
    """Count it among the metrics of the rule."""
    from mlops_templates.localaws.cloudwatch.metrics import put_metric

    put_metric(call, "AWS/Events", name, 1, {"RuleName": rule_arn.rpartition("/")[2]}, "Count")


def _give_up(call: Call, rule_arn: str, target: Document, event: Document, failure: Failure) -> None:
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    logger.warning("event %s not delivered to %s: %s", event["id"], target["Arn"], failure)
    if not queue:
        return
    told = attributes(failure, {"RULE_ARN": rule_arn, "TARGET_ARN": target["Arn"]})
    body = json.dumps(event)
    sender = call.as_service(EVENTS, rule_arn)
    sender.client("sqs").send_message(QueueUrl=queue_url(call, queue), MessageBody=body, MessageAttributes=told)
