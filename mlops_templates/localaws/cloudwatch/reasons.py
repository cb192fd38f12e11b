"""Why an alarm has its state, in CloudWatch's words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch.announcements import stamp
from mlops_templates.localaws.cloudwatch.state import Alarm, now
from mlops_templates.localaws.cloudwatch.transitions import Verdict
from mlops_templates.localaws.document import Document

if TYPE_CHECKING:
    from mlops_templates.localaws.cloudwatch.evaluation import Point

COMPARED = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
}
TREATED = {"breaching": "Breaching", "notBreaching": "NonBreaching", "missing": "Missing", "ignore": "Ignored"}


def verdict(alarm: Alarm, state: str, points: Sequence[Point], periods: int) -> Verdict:
    """The state with its reason and the data behind it."""
    return Verdict(state, _reason(alarm, state, points, periods), json.dumps(_data(alarm, points)))


def _reason(alarm: Alarm, state: str, points: Sequence[Point], periods: int) -> str:
    given, missing = alarm.settings, periods - len(points)
    if state == "INSUFFICIENT_DATA":
        return f"Insufficient Data: {_datapoints(periods)} {'was' if periods == 1 else 'were'} unknown."
    treated = f"{_points_missing(missing)} treated as [{TREATED[given.get('TreatMissingData') or 'missing']}]"
    if not points:
        received = f"no datapoints were received for {periods} {'period' if periods == 1 else 'periods'}"
        return f"Threshold Crossed: {received} and {treated}."
    shown = [point for point in points if point.breaches or state == "OK"] or list(points)
    values = ", ".join(f"{point.value:.16g} ({_clock(point.start)})" for point in reversed(shown))
    compared = f"{'' if shown[0].breaches else 'not '}{COMPARED[given['ComparisonOperator']]}"
    verb = "was" if len(shown) == 1 else "were"
    needed = int(given.get("DatapointsToAlarm") or periods)
    minimum = f"(minimum {_datapoints(needed)} for OK -> ALARM transition)"
    said = f"{len(shown)} out of the last {periods} datapoints [{values}] {verb} {compared} the threshold"
    more = f" and {treated}" if missing and state == "ALARM" and given.get("TreatMissingData") == "breaching" else ""
    return f"Threshold Crossed: {said} ({float(given['Threshold'])}){more} {minimum}."


def _data(alarm: Alarm, points: Sequence[Point]) -> Document:
    given, oldest_first = alarm.settings, list(reversed(points))
    evaluated = [
        {"timestamp": stamp(_moment(point.start)), "sampleCount": point.summary.count, "value": point.value}
        for point in points
    ]
    return {
        "version": "1.0",
        "queryDate": stamp(now()),
        **({"startDate": stamp(_moment(oldest_first[0].start))} if points else {}),
        **({"unit": given["Unit"]} if given.get("Unit") else {}),
        "statistic": given.get("Statistic") or given.get("ExtendedStatistic"),
        "period": given["Period"],
        "recentDatapoints": [point.value for point in oldest_first],
        "threshold": given["Threshold"],
        "evaluatedDatapoints": evaluated,
    }


def _datapoints(count: int) -> str:
    return f"{count} datapoint{'' if count == 1 else 's'}"


def _points_missing(count: int) -> str:
    return f"{count} missing datapoint{' was' if count == 1 else 's were'}"


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _clock(second: int) -> str:
    return _moment(second).strftime("%d/%m/%y %H:%M:%S")
