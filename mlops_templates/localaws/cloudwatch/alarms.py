"""Alarms are made, changed and deleted, and their state is set by hand."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch import evaluation, transitions
from mlops_templates.localaws.cloudwatch.alarm_rules import check_metric_alarm
from mlops_templates.localaws.cloudwatch.service import SERVICE
from mlops_templates.localaws.cloudwatch.state import Alarm, CloudWatchState, now
from mlops_templates.localaws.cloudwatch.tags import read_tags
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

HELD_SECONDS = 60
"""AWS judges an alarm once a minute, so a state that is set by hand stays about as long."""


@SERVICE.action
def put_metric_alarm(call: Call, request: Document) -> Document:
    check_metric_alarm(call, request)
    put(call, request)
    return {}


@SERVICE.action
def delete_alarms(call: Call, request: Document) -> Document:
    """Those that there are go, whatever becomes of the others."""
    alarms = call.state(CloudWatchState).alarms
    missing = [name for name in request["AlarmNames"] if alarms.pop(name, None) is None]
    if missing:
        raise AwsError("ResourceNotFound", f"Alarms not found: {', '.join(missing)}", status=404)
    return {}


@SERVICE.action
def set_alarm_state(call: Call, request: Document) -> Document:
    alarm = call.state(CloudWatchState).alarms.get(request["AlarmName"])
    if alarm is None:
        raise AwsError("ResourceNotFound", f"Alarm {request['AlarmName']} does not exist", status=404)
    data = request.get("StateReasonData", "")
    if data and not _is_json(data):
        raise AwsError("InvalidFormat", "StateReasonData was not in JSON format.")
    with call.world.lock:
        alarm.held_until = time.time() + HELD_SECONDS
        verdict = transitions.Verdict(request["StateValue"], request["StateReason"], data)
        change = transitions.enter(call, alarm, verdict) if alarm.state != verdict.state else None
        alarm.reason, alarm.reason_data = verdict.reason, verdict.data
    if change:
        transitions.tell(call, change)
        evaluation.judge_parents(call, alarm)
    return {}


@SERVICE.action
def enable_alarm_actions(call: Call, request: Document) -> Document:
    _enable(call, request["AlarmNames"], enabled=True)
    return {}


@SERVICE.action
def disable_alarm_actions(call: Call, request: Document) -> Document:
    _enable(call, request["AlarmNames"], enabled=False)
    return {}


def put(call: Call, request: Document) -> None:
    """Make an alarm, or give it other settings; its state, history and tags stay, and then it is judged.

    Raises:
        AwsError: ValidationError for one of the other kind with the same name.
    """
    name, state = request["AlarmName"], call.state(CloudWatchState)
    settings = {key: value for key, value in request.items() if key not in ("AlarmName", "Tags", "ActionsEnabled")}
    with call.world.lock:
        alarm = state.alarms.get(name)
        if alarm is not None and alarm.is_composite != ("AlarmRule" in settings):
            raise AwsError("ValidationError", f"An alarm of another type has the name {name}")
        if alarm is None:
            tags = read_tags(request.get("Tags") or [])
            alarm = state.alarms[name] = Alarm(
                name, call.arn("cloudwatch", f"alarm:{name}"), settings, now(), tags=tags
            )
            told = f'Alarm "{name}" created'
        else:
            alarm.settings, alarm.configured, alarm.held_until = settings, now(), 0.0
            told = f'Alarm "{name}" updated'
        alarm.actions_enabled = request.get("ActionsEnabled") is not False
        data = {"version": "1.0", "type": "Update" if "updated" in told else "Create"}
        transitions.note(call, alarm, "ConfigurationUpdate", told, json.dumps(data))
    evaluation.judge(call, alarm)


def _enable(call: Call, names: Iterable[str], *, enabled: bool) -> None:
    """Names of alarms that do not exist are passed over, as AWS does."""
    alarms = call.state(CloudWatchState).alarms
    for name in names:
        if found := alarms.get(name):
            found.actions_enabled = enabled


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
