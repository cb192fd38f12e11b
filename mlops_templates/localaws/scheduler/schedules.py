"""Schedules are made, changed, deleted and told."""

from __future__ import annotations

from datetime import timedelta

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.once import turn
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.scheduler import clock, rules
from mlops_templates.localaws.scheduler.service import SERVICE
from mlops_templates.localaws.scheduler.state import DEFAULT, Schedule, SchedulerState, now

KEPT = (
    "ActionAfterCompletion",
    "Description",
    "EndDate",
    "FlexibleTimeWindow",
    "KmsKeyArn",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "State",
    "Target",
)
DEFAULTS = {"ActionAfterCompletion": "NONE", "ScheduleExpressionTimezone": "UTC", "State": "ENABLED"}
RETRIES = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}


@SERVICE.action
def create_schedule(call: Call, request: Document) -> Document:
    state, token = call.state(SchedulerState), request.get("ClientToken") or ""
    with turn(call, "scheduler:CreateSchedule", token or request["Name"]):
        if token and token in state.tokens:
            return {"ScheduleArn": state.tokens[token]}
        rules.check(call, request)
        name, group = request["Name"], request.get("GroupName") or DEFAULT
        if (group, name) in state.schedules:
            raise AwsError("ConflictException", f"Schedule {name} already exists.", status=409)
        schedule = Schedule(name, group, call.arn("scheduler", f"schedule/{group}/{name}"), _settings(request))
        clock.set_due(schedule, schedule.created - timedelta(microseconds=1))
        state.schedules[group, name] = schedule
        if token:
            state.tokens[token] = schedule.arn
    clock.wake(call.world)
    return {"ScheduleArn": schedule.arn}


@SERVICE.action
def update_schedule(call: Call, request: Document) -> Document:
    """All settings are replaced: what the request leaves out is as it is by default."""
    schedule = _schedule(call, request)
    rules.check(call, request)
    schedule.settings, schedule.modified = _settings(request), now()
    clock.set_due(schedule, schedule.modified)
    clock.wake(call.world)
    return {"ScheduleArn": schedule.arn}


@SERVICE.action
def delete_schedule(call: Call, request: Document) -> Document:
    schedule = _schedule(call, request)
    state = call.state(SchedulerState)
    del state.schedules[schedule.group, schedule.name]
    state.tokens = {token: arn for token, arn in state.tokens.items() if arn != schedule.arn}
    clock.wake(call.world)
    return {}


@SERVICE.action
def get_schedule(call: Call, request: Document) -> Document:
    schedule = _schedule(call, request)
    return {
        **schedule.settings,
        "Arn": schedule.arn,
        "CreationDate": schedule.created,
        "GroupName": schedule.group,
        "LastModificationDate": schedule.modified,
        "Name": schedule.name,
    }


@SERVICE.action
def list_schedules(call: Call, request: Document) -> Document:
    if request.get("GroupName"):
        rules.group_of(call, request["GroupName"])
    found = [
        schedule
        for (group, name), schedule in sorted(call.state(SchedulerState).schedules.items())
        if request.get("GroupName") in (None, group)
        and name.startswith(request.get("NamePrefix") or "")
        and request.get("State") in (None, schedule.settings["State"])
    ]
    shown, token = page(found, request)
    return {"Schedules": [_summary(schedule) for schedule in shown], "NextToken": token}


def _settings(request: Document) -> Document:
    target = {**request["Target"], "RetryPolicy": {**RETRIES, **(request["Target"].get("RetryPolicy") or {})}}
    kept = {name: request[name] for name in KEPT if request.get(name) is not None}
    return {**DEFAULTS, **kept, "Target": target}


def _schedule(call: Call, request: Document) -> Schedule:
    group = rules.group_of(call, request.get("GroupName") or DEFAULT)
    found = call.state(SchedulerState).schedules.get((group.name, request["Name"]))
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Schedule {request['Name']} does not exist.", status=404)
    return found


def _summary(schedule: Schedule) -> Document:
    return {
        "Arn": schedule.arn,
        "CreationDate": schedule.created,
        "GroupName": schedule.group,
        "LastModificationDate": schedule.modified,
        "Name": schedule.name,
        "State": schedule.settings["State"],
        "Target": {"Arn": schedule.settings["Target"]["Arn"]},
    }
