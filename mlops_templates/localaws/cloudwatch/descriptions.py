"""Alarms and their history are told; each alarm is judged before."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch import evaluation
from mlops_templates.localaws.cloudwatch.service import SERVICE
from mlops_templates.localaws.cloudwatch.state import Alarm, CloudWatchState, Metric, dimensions_of, utc
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


@SERVICE.action
def describe_alarms(call: Call, request: Document) -> Document:
    names, prefix = request.get("AlarmNames"), request.get("AlarmNamePrefix")
    if names and prefix:
        raise AwsError("ValidationError", "Cannot specify both AlarmNames and AlarmNamePrefix")
    evaluation.judge_all(call)
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    found = [
        alarm
        for name, alarm in sorted(call.state(CloudWatchState).alarms.items())
        if (not names or name in names)
        and name.startswith(prefix or "")
        and kind_of(alarm) in kinds
        and request.get("StateValue") in (None, alarm.state)
        and _has_action(alarm, request.get("ActionPrefix"))
    ]
    shown, token = page(found, request, size_key="MaxRecords", default=50, error="InvalidNextToken")
    return {
        "MetricAlarms": [_described(alarm) for alarm in shown if not alarm.is_composite],
        "CompositeAlarms": [_described(alarm) for alarm in shown if alarm.is_composite],
        "NextToken": token,
    }


@SERVICE.action
def describe_alarms_for_metric(call: Call, request: Document) -> Document:
    evaluation.judge_all(call)
    metric = Metric(request["Namespace"], request["MetricName"], dimensions_of(request.get("Dimensions") or ()))
    wanted = {key: request[key] for key in ("Statistic", "ExtendedStatistic", "Period", "Unit") if key in request}
    alarms = [alarm for _, alarm in sorted(call.state(CloudWatchState).alarms.items()) if not alarm.is_composite]
    found = [
        alarm
        for alarm in alarms
        if alarm.metric == metric and all(alarm.settings.get(key) == value for key, value in wanted.items())
    ]
    return {"MetricAlarms": [_described(alarm) for alarm in found]}


@SERVICE.action
def describe_alarm_history(call: Call, request: Document) -> Document:
    start, end = request.get("StartDate"), request.get("EndDate")
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    found = [
        line
        for line in call.state(CloudWatchState).history
        if request.get("AlarmName") in (None, line.alarm)
        and request.get("HistoryItemType") in (None, line.what)
        and line.kind in kinds
        and (start is None or line.moment >= utc(start))
        and (end is None or line.moment <= utc(end))
    ]
    if request.get("ScanBy") != "TimestampAscending":
        found.reverse()
    shown, token = page(found, request, size_key="MaxRecords", error="InvalidNextToken")
    items = [
        {
            "AlarmName": line.alarm,
            "AlarmType": line.kind,
            "Timestamp": line.moment,
            "HistoryItemType": line.what,
            "HistorySummary": line.summary,
            "HistoryData": line.data,
        }
        for line in shown
    ]
    return {"AlarmHistoryItems": items, "NextToken": token}


def kind_of(alarm: Alarm) -> str:
    return "CompositeAlarm" if alarm.is_composite else "MetricAlarm"


def _has_action(alarm: Alarm, prefix: str | None) -> bool:
    actions = [
        arn
        for name in ("OKActions", "AlarmActions", "InsufficientDataActions")
        for arn in alarm.settings.get(name) or ()
    ]
    return prefix is None or any(arn.startswith(prefix) for arn in actions)


def _described(alarm: Alarm) -> Document:
    lists = {name: alarm.settings.get(name) or [] for name in ("OKActions", "AlarmActions", "InsufficientDataActions")}
    told: Document = {
        **alarm.settings,
        **lists,
        "AlarmName": alarm.name,
        "AlarmArn": alarm.arn,
        "ActionsEnabled": alarm.actions_enabled,
        "AlarmConfigurationUpdatedTimestamp": alarm.configured,
        "StateValue": alarm.state,
        "StateReason": alarm.reason,
        "StateUpdatedTimestamp": alarm.updated,
        "StateTransitionedTimestamp": alarm.updated,
        **({"StateReasonData": alarm.reason_data} if alarm.reason_data else {}),
    }
    return told if alarm.is_composite else {**told, "Dimensions": alarm.settings.get("Dimensions") or []}
