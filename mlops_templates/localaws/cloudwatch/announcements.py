"""The words in which a change of an alarm's state is told: to event buses, to topics, in the history."""

from __future__ import annotations

import functools
import json
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import botocore.loaders

from mlops_templates.localaws.cloudwatch.state import ACTIONS
from mlops_templates.localaws.document import Document

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call
    from mlops_templates.localaws.cloudwatch.state import Alarm
    from mlops_templates.localaws.cloudwatch.transitions import Change, Verdict


def event_detail(change: Change) -> Document:
    """The detail of the event `CloudWatch Alarm State Change`."""
    alarm = change.alarm
    return {
        "alarmName": alarm.name,
        "configuration": _composition(alarm) if alarm.is_composite else _configuration(alarm),
        "previousState": _state(change.before, change.since),
        "state": _state(change.after, change.moment),
    }


def history_data(change: Change) -> Document:
    """What the history keeps of it."""
    return {"version": "1.0", "oldState": _told(change.before), "newState": _told(change.after)}


def notice(call: Call, change: Change) -> tuple[str, str]:
    """Subject and body of the message to a topic."""
    alarm, place = change.alarm, _region(call.region)
    given = alarm.settings
    body: Document = {
        "AlarmName": alarm.name,
        "AlarmDescription": given.get("AlarmDescription"),
        "AWSAccountId": call.account,
        "AlarmConfigurationUpdatedTimestamp": stamp(alarm.configured),
        "NewStateValue": change.after.state,
        "NewStateReason": change.after.reason,
        "StateChangeTime": stamp(change.moment),
        "Region": place,
        "AlarmArn": alarm.arn,
        "OldStateValue": change.before.state,
        **{name: list(given.get(name) or ()) for name in ACTIONS.values()},
    }
    body |= {"AlarmRule": given["AlarmRule"]} if alarm.is_composite else {"Trigger": _trigger(given)}
    return f'{change.after.state}: "{alarm.name}" in {place}'[:100], json.dumps(body)


def stamp(moment: datetime) -> str:
    """A moment as CloudWatch writes it."""
    return f"{moment.strftime('%Y-%m-%dT%H:%M:%S')}.{moment.microsecond // 1000:03d}+0000"


def _configuration(alarm: Alarm) -> Document:
    given = alarm.settings
    metric: Document = {"namespace": given["Namespace"], "name": given["MetricName"]}
    metric["dimensions"] = {each["Name"]: each["Value"] for each in given.get("Dimensions") or ()}
    told: Document = {"metric": metric, "period": given["Period"]}
    told["stat"] = given.get("Statistic") or given.get("ExtendedStatistic")
    if given.get("Unit"):
        told["unit"] = given["Unit"]
    watched = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, alarm.arn)), "metricStat": told, "returnData": True}
    return {**_description(given), "metrics": [watched]}


def _composition(alarm: Alarm) -> Document:
    return {**_description(alarm.settings), "alarmRule": alarm.settings["AlarmRule"]}


def _description(given: Document) -> Document:
    return {"description": given["AlarmDescription"]} if given.get("AlarmDescription") else {}


def _state(told: Verdict, moment: datetime) -> Document:
    return {**_reason(told), "timestamp": stamp(moment), "value": told.state}


def _told(told: Verdict) -> Document:
    data = {"stateReasonData": json.loads(told.data)} if told.data else {}
    return {"stateValue": told.state, "stateReason": told.reason, **data}


def _reason(told: Verdict) -> Document:
    return {"reason": told.reason, **({"reasonData": told.data} if told.data else {})}


def _trigger(given: Document) -> Document:
    simple = bool(given.get("Statistic"))
    return {
        "MetricName": given["MetricName"],
        "Namespace": given["Namespace"],
        "StatisticType": "Statistic" if simple else "ExtendedStatistic",
        **({"Statistic": given["Statistic"].upper()} if simple else {"ExtendedStatistic": given["ExtendedStatistic"]}),
        "Unit": given.get("Unit"),
        "Dimensions": [{"value": each["Value"], "name": each["Name"]} for each in given.get("Dimensions") or ()],
        "Period": given["Period"],
        "EvaluationPeriods": given["EvaluationPeriods"],
        **({"DatapointsToAlarm": given["DatapointsToAlarm"]} if given.get("DatapointsToAlarm") else {}),
        "ComparisonOperator": given["ComparisonOperator"],
        "Threshold": given["Threshold"],
        "TreatMissingData": given.get("TreatMissingData") or "missing",
        "EvaluateLowSampleCountPercentile": given.get("EvaluateLowSampleCountPercentile") or "",
    }


@functools.cache
def _region(name: str) -> str:
    """The region as people call it."""
    partitions = botocore.loaders.create_loader().load_data("endpoints")["partitions"]
    told = (each["regions"][name]["description"] for each in partitions if name in each["regions"])
    return str(next(told, name))
