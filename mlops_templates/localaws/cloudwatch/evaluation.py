"""The state that an alarm should have, after AWS's rules for data that is missing.

An alarm looks at its periods and a few before them. As many of the newest values as it has periods decide; when there
are fewer, `TreatMissingData` says what the missing ones count for.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch import composite_rule, queues, reasons, transitions
from mlops_templates.localaws.cloudwatch.state import Alarm, CloudWatchState, Metric
from mlops_templates.localaws.cloudwatch.statistics import Summary, summarize

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

BEYOND = 2
"""Periods before its own that an alarm looks at."""

COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


@dataclass(frozen=True)
class Point:
    """The value of a period that has one, and how many periods ago that was, the newest being the first."""

    start: int
    age: int
    value: float
    summary: Summary
    breaches: bool


def state_of(call: Call, name: str) -> str | None:
    """The state of an alarm, judged now; None when there is no such alarm."""
    alarm = call.state(CloudWatchState).alarms.get(name)
    if alarm is None:
        return None
    judge(call, alarm)
    return alarm.state


def judge_watchers(call: Call, metrics: Collection[Metric]) -> None:
    """Judge the alarms on metrics that have new data."""
    for alarm in list(call.state(CloudWatchState).alarms.values()):
        if not alarm.is_composite and alarm.metric in metrics:
            alarm.held_until = 0.0
            judge(call, alarm)


def judge_all(call: Call) -> None:
    """Judge every alarm; those that are composed of others last."""
    alarms = sorted(call.state(CloudWatchState).alarms.values(), key=lambda alarm: alarm.is_composite)
    for alarm in alarms:
        judge(call, alarm)


def judge(call: Call, alarm: Alarm) -> None:
    """Give an alarm the state that it should have, with all that follows."""
    queues.note(call, {alarm.metric.namespace} if not alarm.is_composite else set())
    with call.world.lock:
        if alarm.held_until > time.time():
            return
        verdict = composite_rule.verdict(call, alarm) if alarm.is_composite else _verdict(call, alarm)
        changed = verdict is not None and verdict.state != alarm.state
        follow = transitions.enter(call, alarm, verdict) if verdict is not None and changed else None
    if follow is not None:
        transitions.tell(call, follow)
        judge_parents(call, alarm)


def judge_parents(call: Call, child: Alarm) -> None:
    """Judge the alarms that are composed of one that changed."""
    for alarm in list(call.state(CloudWatchState).alarms.values()):
        if alarm.is_composite and alarm is not child and composite_rule.mentions(alarm, child):
            judge(call, alarm)


def _verdict(call: Call, alarm: Alarm) -> transitions.Verdict | None:
    """The state with its reason; None: it stays as it is."""
    given = alarm.settings
    periods = int(given["EvaluationPeriods"])
    needed = int(given.get("DatapointsToAlarm") or periods)
    points = _points(call, alarm)[:periods]
    state = _state(points, periods - len(points), needed, given.get("TreatMissingData") or "missing")
    return reasons.verdict(alarm, state, points, periods) if state else None


def _state(points: list[Point], missing: int, needed: int, treat: str) -> str:
    """Newest points first. Empty: the state stays."""
    breaching = sum(point.breaches for point in points)
    if breaching >= needed or (treat == "breaching" and breaching + missing >= needed):
        return "ALARM"
    if treat in ("breaching", "notBreaching") or breaching < len(points) or (points and not missing):
        return "OK"
    if treat == "ignore":
        return ""
    if not points:
        return "INSUFFICIENT_DATA"
    # Only breaching values, fewer than needed: an alarm when the first of them is old enough for the rest to be late.
    return "ALARM" if points[-1].age >= needed else ""


def _points(call: Call, alarm: Alarm) -> list[Point]:
    """The periods that have data, the newest first. The present one counts as soon as it has some."""
    given, series = alarm.settings, call.state(CloudWatchState).series.get(alarm.metric)
    period, statistic = int(given["Period"]), str(given.get("Statistic") or given.get("ExtendedStatistic"))
    compare, threshold = COMPARISONS[given["ComparisonOperator"]], float(given["Threshold"])
    newest = int(time.time()) // period * period
    if summarize(series, newest, newest + period, given.get("Unit") or "") is None:
        newest -= period
    points = []
    for age in range(1, int(given["EvaluationPeriods"]) + BEYOND + 1):
        start = newest - (age - 1) * period
        if summary := summarize(series, start, start + period, given.get("Unit") or ""):
            value = summary.statistic(statistic)
            points.append(Point(start, age, value, summary, compare(value, threshold)))
    return points
