"""What EventBridge Scheduler refuses of a schedule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.roles import refusal_of_trust
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler import expressions, targets
from mlops_templates.localaws.scheduler.expressions import utc
from mlops_templates.localaws.scheduler.state import DEFAULT, Group, SchedulerState, now

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

PRINCIPAL = "scheduler.amazonaws.com"
LATE = timedelta(minutes=5)


def check(call: Call, request: Document) -> None:
    """Refuse a schedule that can never fire, or whose role Scheduler may not assume.

    Raises:
        AwsError: ValidationException or ResourceNotFoundException.
    """
    group = group_of(call, request.get("GroupName") or DEFAULT)
    expressions.read(request["ScheduleExpression"], request.get("ScheduleExpressionTimezone") or "UTC")
    window = request["FlexibleTimeWindow"]
    if window["Mode"] == "FLEXIBLE" and not window.get("MaximumWindowInMinutes"):
        raise _invalid("A maximum window must be provided when FlexibleTimeWindow Mode is set to FLEXIBLE.")
    if window["Mode"] == "OFF" and window.get("MaximumWindowInMinutes"):
        raise _invalid("A maximum window cannot be provided when FlexibleTimeWindow Mode is set to OFF.")
    _check_dates(request)
    targets.check(request["Target"])
    role = request["Target"]["RoleArn"]
    caller = Caller(PRINCIPAL, call.account, service=PRINCIPAL, source_arn=group_arn(call, group.name))
    if role.split(":")[4] != call.account or refusal_of_trust(caller, role, call.region):
        raise _invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")


def group_of(call: Call, name: str) -> Group:
    """A group.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    found = call.state(SchedulerState).groups.get(name)
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Schedule group {name} does not exist.", status=404)
    return found


def group_arn(call: Call, name: str) -> str:
    return call.arn("scheduler", f"schedule-group/{name}")


def _check_dates(request: Document) -> None:
    start, end = request.get("StartDate"), request.get("EndDate")
    if start and utc(start) < now() - LATE:
        raise _invalid("The StartDate you specify cannot be earlier than 5 minutes ago.")
    if end and utc(end) < now():
        raise _invalid("The EndDate you specify cannot be in the past.")
    if start and end and utc(start) >= utc(end):
        raise _invalid("The StartDate you specify must come before the EndDate.")


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
