"""A schedule fires: its target is called as its role, some times over, and what fails goes to a dead-letter queue."""

from __future__ import annotations

import logging
import time
import uuid
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch.metrics import put_metric
from mlops_templates.localaws.dead_letters import Failure, attributes
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler import targets
from mlops_templates.localaws.scheduler.rules import PRINCIPAL, group_arn
from mlops_templates.localaws.scheduler.state import DEFAULT, Schedule, SchedulerState

ATTEMPTS = 3
PAUSE_SECONDS = 0.2
"""AWS retries for a day; here a target that is not there after half a second will not come."""

logger = logging.getLogger(__name__)


def fire_now(call: Call, name: str, group: str = DEFAULT) -> Schedule:
    """Fire a schedule at once, whatever its expression says and even when it is disabled; its own times stay.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    schedule = call.state(SchedulerState).schedules.get((group, name))
    if schedule is None:
        raise AwsError("ResourceNotFoundException", f"Schedule {name} does not exist.", status=404)
    call.world.spawn(f"schedule {name}", fire, call, schedule, time.time())
    return schedule


def fire(call: Call, schedule: Schedule, due: float) -> None:
    """Call the target of a schedule; the attempts are its own (at most three here)."""
    target = schedule.settings["Target"]
    wanted = (target.get("RetryPolicy") or {}).get("MaximumRetryAttempts", ATTEMPTS)
    execution = str(uuid.uuid4())
    for attempt in range(1 + min(int(wanted), ATTEMPTS - 1)):
        time.sleep(PAUSE_SECONDS * attempt)
        _measure(call, schedule, "InvocationAttemptCount")
        try:
            targets.invoke(_sender(call, schedule), target, _text(schedule, due, execution, attempt + 1))
            return
        except (AwsError, ClientError) as error:
            failure = error
            _measure(call, schedule, "TargetErrorCount")
    _give_up(call, schedule, due, execution, attempt, failure)


def _sender(call: Call, schedule: Schedule) -> Call:
    """Scheduler as the role of the target."""
    role = schedule.settings["Target"]["RoleArn"]
    return call.as_role(role, f"scheduler-{schedule.name}", PRINCIPAL, group_arn(call, schedule.group))


def _text(schedule: Schedule, due: float, execution: str, attempt: int) -> str:
    """The input with the attributes of this firing."""
    told = {
        "schedule-arn": schedule.arn,
        "scheduled-time": _stamp(due),
        "execution-id": execution,
        "attempt-number": str(attempt),
    }
    text = str(schedule.settings["Target"].get("Input") or "")
    for name, value in told.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text


def _give_up(call: Call, schedule: Schedule, due: float, execution: str, retries: int, failure: Failure) -> None:
    """As the role of the target, which must be allowed to send to the queue."""
    target: Document = schedule.settings["Target"]
    logger.warning("schedule %s: %s failed: %s", schedule.name, target["Arn"], failure)
    _measure(call, schedule, "InvocationDroppedCount")
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if not queue:
        return
    facts = {
        "EXECUTION_ID": execution,
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        "IS_PAYLOAD_TRUNCATED": "false",
        "RETRY_ATTEMPTS": str(retries),
        "SCHEDULED_TIME": _stamp(due),
        "SCHEDULE_ARN": schedule.arn,
        "TARGET_ARN": target["Arn"],
    }
    _, _, _, _, account, name = queue.split(":")
    body, url = _text(schedule, due, execution, retries + 1) or "{}", f"{call.world.url}/{account}/{name}"
    try:
        sqs = _sender(call, schedule).client("sqs")
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes(failure, facts))
    except (AwsError, ClientError) as error:
        logger.warning("schedule %s: its dead-letter queue %s cannot be used: %s", schedule.name, queue, error)
        _measure(call, schedule, "InvocationsFailedToBeSentToDeadLetterCount")
    else:
        _measure(call, schedule, "InvocationsSentToDeadLetterCount")


def _measure(call: Call, schedule: Schedule, name: str) -> None:
    put_metric(call, "AWS/Scheduler", name, 1, {"ScheduleGroup": schedule.group}, "Count")


def _stamp(due: float) -> str:
    return datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
