"""Delivery of one event to one target of a rule: attempts, then the dead-letter queue."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.events.payload import payload

logger = logging.getLogger(__name__)

EVENTS = "events.amazonaws.com"
ATTEMPTS = 3
PAUSE_SECONDS = 0.2
"""AWS retries for a day; here a target that is not there after half a second will not come."""


STARTERS: dict[str, Callable[[Call, str, str], object]] = {}
"""Services that want to know which rule started them: called with the sender, the resource and the rule's ARN."""


def deliver(call: Call, rule_arn: str, target: Document, event: Document) -> None:
    """Hand the event to the target, as the role that the target names.

    The number of attempts is the rule's own (at most three here). What cannot be delivered goes to the target's
    dead-letter queue with the attributes that EventBridge adds, or is dropped with a line in the server's log.
    """
    wanted = target.get("RetryPolicy", {}).get("MaximumRetryAttempts", ATTEMPTS)
    for attempt in range(1 + min(int(wanted), ATTEMPTS - 1)):
        time.sleep(PAUSE_SECONDS * attempt)
        try:
            _hand_over(call, rule_arn, target, event)
            return
        except (AwsError, ClientError) as error:
            failure = error
    _give_up(call, rule_arn, target, event, failure)


def _hand_over(call: Call, rule_arn: str, target: Document, event: Document) -> None:
    arn = target["Arn"]
    service, resource = arn.split(":")[2], arn.split(":", 5)[5]
    sender = _sender(call, rule_arn, target)
    if service in STARTERS:
        STARTERS[service](sender, resource, rule_arn)
    elif service == "codebuild":
        sender.client("codebuild").start_build(projectName=resource.partition("/")[2])
    elif service == "sqs":
        sender.client("sqs").send_message(QueueUrl=_queue_url(sender, arn), MessageBody=payload(target, event))
    elif service == "sns":
        sender.client("sns").publish(TopicArn=arn, Message=payload(target, event))
    elif service == "sagemaker" and resource.startswith("pipeline/"):
        sender.client("sagemaker").start_pipeline_execution(PipelineName=resource.partition("/")[2])
    elif service == "logs":
        _write_log(sender, resource.partition(":")[2].removesuffix(":*"), event, payload(target, event))
    else:
        raise not_emulated(f"an EventBridge target of the service {service}")


def _sender(call: Call, rule_arn: str, target: Document) -> Call:
    """EventBridge as the role of the target, or by itself, as the policies of queues and topics see it."""
    if target.get("RoleArn"):
        return call.as_role(target["RoleArn"], "events", EVENTS, rule_arn)
    return call.as_service(EVENTS, rule_arn)


def _queue_url(call: Call, arn: str) -> str:
    _, _, _, _, account, name = arn.split(":")
    return f"{call.world.url}/{account}/{name}"


def _write_log(call: Call, group: str, event: Document, message: str) -> None:
    logs = call.client("logs")
    logs.create_log_stream(logGroupName=group, logStreamName=event["id"])
    entry = {"timestamp": int(time.time() * 1000), "message": message}
    logs.put_log_events(logGroupName=group, logStreamName=event["id"], logEvents=[entry])


def _give_up(call: Call, rule_arn: str, target: Document, event: Document, failure: Exception) -> None:
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    logger.warning("event %s not delivered to %s: %s", event["id"], target["Arn"], failure)
    if not queue:
        return
    code = failure.code if isinstance(failure, AwsError) else failure.response["Error"]["Code"]  # type: ignore[attr-defined]
    facts = {
        "RULE_ARN": rule_arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": str(code),
        "ERROR_MESSAGE": str(failure) or "unknown",
    }
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in facts.items()}
    body = json.dumps(event)
    sender = call.as_service(EVENTS, rule_arn)
    sender.client("sqs").send_message(QueueUrl=_queue_url(call, queue), MessageBody=body, MessageAttributes=attributes)
