"""What CloudWatch refuses of data and of questions for it."""

from __future__ import annotations

import math
from datetime import timedelta

from mlops_templates.localaws.cloudwatch.alarm_rules import check_dimensions, check_extended
from mlops_templates.localaws.cloudwatch.state import now, utc
from mlops_templates.localaws.cloudwatch.statistics import STATISTICS
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

MOST_DATA, MOST_VALUES, MOST_POINTS = 1000, 150, 1440
LARGEST = 2.0**360
"""Beyond this AWS takes no number."""


def check_data(request: Document) -> None:
    """Refuse data that nobody could add up.

    Raises:
        AwsError: InvalidParameterValue, InvalidParameterCombination or MissingParameter.
    """
    if request["Namespace"].startswith("AWS/"):
        raise AwsError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.")
    data = request.get("MetricData") or []
    if not data:
        raise AwsError("MissingParameter", "The parameter MetricData is required.")
    if len(data) > MOST_DATA:
        raise AwsError(
            "InvalidParameterValue", f"The collection MetricData must not have a size greater than {MOST_DATA}."
        )
    for number, datum in enumerate(data, start=1):
        _check_datum(f"MetricData.member.{number}", datum)


def values_of(datum: Document) -> dict[float, float]:
    """The values of a datum with how often each came."""
    if datum.get("Value") is not None:
        return {float(datum["Value"]): 1.0}
    values = [float(value) for value in datum.get("Values") or []]
    counts = [float(count) for count in datum.get("Counts") or [1.0] * len(values)]
    found: dict[float, float] = {}
    for value, count in zip(values, counts, strict=True):
        found[value] = found.get(value, 0.0) + count
    return found


def check_statistics(request: Document) -> None:
    """Refuse a question for nothing, backwards in time, or for too much.

    Raises:
        AwsError: InvalidParameterValue, InvalidParameterCombination or MissingParameter.
    """
    if not request.get("Statistics") and not request.get("ExtendedStatistics"):
        raise AwsError("MissingParameter", "Must specify either Statistics or ExtendedStatistics")
    for statistic in request.get("ExtendedStatistics") or []:
        check_extended(statistic)
    seconds = _check_span(request)
    period = _check_period(request["Period"])
    if seconds / period > MOST_POINTS:
        raise AwsError(
            "InvalidParameterCombination",
            f"You have requested up to {int(seconds / period):,} datapoints, which exceeds the limit of "
            f"{MOST_POINTS:,}. You may reduce the datapoints requested by increasing Period, or decreasing the time "
            "range.",
        )


def check_queries(request: Document) -> None:
    """Refuse expressions, and queries that are no queries.

    Raises:
        AwsError: ValidationError or NotEmulated.
    """
    _check_span(request)
    queries = request["MetricDataQueries"]
    ids = [query["Id"] for query in queries]
    if twice := next((each for each in ids if ids.count(each) > 1), None):
        raise AwsError("ValidationError", f"The ID '{twice}' is not unique.")
    for query in queries:
        if query.get("Expression"):
            raise not_emulated("cloudwatch:GetMetricData Expression")
        if not query["Id"][:1].islower():
            raise AwsError(
                "ValidationError", f"Invalid metric ID '{query['Id']}': it must start with a lowercase letter"
            )
        if not query.get("MetricStat"):
            raise AwsError("ValidationError", f"The query '{query['Id']}' must have a MetricStat or an Expression")
        _check_period(query["MetricStat"]["Period"])
        if query["MetricStat"]["Stat"] not in STATISTICS:
            check_extended(query["MetricStat"]["Stat"])


def _check_datum(path: str, datum: Document) -> None:
    check_dimensions(datum.get("Dimensions") or [])
    given = [name for name in ("Value", "StatisticValues", "Values") if datum.get(name) is not None]
    if not given:
        raise AwsError("InvalidParameterCombination", f"At least one of the parameters {path}.Value must be specified.")
    if len(given) > 1:
        both = " and ".join(f"{path}.{name}" for name in given)
        message = f"The parameters {both} are mutually exclusive and you have specified both."
        raise AwsError("InvalidParameterCombination", message)
    values, counts = datum.get("Values") or [], datum.get("Counts")
    if counts is not None and len(counts) != len(values):
        raise AwsError(
            "InvalidParameterValue", f"The parameters {path}.Values and {path}.Counts must be of the same size"
        )
    if len(values) > MOST_VALUES:
        raise AwsError(
            "InvalidParameterValue", f"The collection {path}.Values must not have a size greater than {MOST_VALUES}."
        )
    for number in (*values, *(counts or ()), datum.get("Value") or 0.0, *(datum.get("StatisticValues") or {}).values()):
        if not math.isfinite(number) or abs(number) > LARGEST:
            raise AwsError("InvalidParameterValue", f"The value {number} for parameter {path}.Value is invalid.")
    if datum.get("StorageResolution") not in (None, 1, 60):
        raise AwsError("InvalidParameterValue", f"The value of {path}.StorageResolution must be 1 or 60")
    _check_moment(path, datum)


def _check_moment(path: str, datum: Document) -> None:
    if datum.get("Timestamp") is None:
        return
    moment = utc(datum["Timestamp"])
    if moment < now() - timedelta(weeks=2):
        message = f"The parameter {path}.Timestamp must specify a time within the past two weeks."
        raise AwsError("InvalidParameterValue", message)
    if moment > now() + timedelta(hours=2):
        message = f"The parameter {path}.Timestamp must specify a time no more than two hours in the future."
        raise AwsError("InvalidParameterValue", message)


def _check_span(request: Document) -> float:
    seconds: float = (request["EndTime"] - request["StartTime"]).total_seconds()
    if seconds <= 0:
        message = "The parameter StartTime must be less than the parameter EndTime."
        raise AwsError("InvalidParameterValue", message)
    return seconds


def _check_period(period: int) -> int:
    if period not in (1, 5, 10, 20, 30) and period % 60:
        raise AwsError(
            "InvalidParameterValue", f"The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, not {period}."
        )
    return int(period)
