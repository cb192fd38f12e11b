"""Data is put and asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch import data_rules, evaluation, metrics, queues
from mlops_templates.localaws.cloudwatch.service import SERVICE
from mlops_templates.localaws.cloudwatch.state import CloudWatchState, Metric, dimensions_of, now, utc
from mlops_templates.localaws.cloudwatch.statistics import Summary, summarize
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page

RECENT = timedelta(hours=3)


@SERVICE.action
def put_metric_data(call: Call, request: Document) -> Document:
    data_rules.check_data(request)
    touched = set()
    for datum in request.get("MetricData") or []:
        metric = Metric(request["Namespace"], datum["MetricName"], dimensions_of(datum.get("Dimensions") or ()))
        sets = datum.get("StatisticValues")
        metrics.add(
            call,
            metric,
            utc(datum["Timestamp"]) if "Timestamp" in datum else now(),
            data_rules.values_of(datum),
            datum.get("Unit") or "None",
            resolution=1 if datum.get("StorageResolution") == 1 else metrics.MINUTE,
            sets=[(sets["SampleCount"], sets["Sum"], sets["Minimum"], sets["Maximum"])] if sets else (),
        )
        touched.add(metric)
    evaluation.judge_watchers(call, touched)
    return {}


@SERVICE.action
def get_metric_statistics(call: Call, request: Document) -> Document:
    data_rules.check_statistics(request)
    metric = Metric(request["Namespace"], request["MetricName"], dimensions_of(request.get("Dimensions") or ()))
    plain, extended = request.get("Statistics") or [], request.get("ExtendedStatistics") or []
    points = []
    for start, summary in _periods(call, metric, request, int(request["Period"]), request.get("Unit") or ""):
        point: Document = {"Timestamp": start, **{name: summary.statistic(name) for name in plain}}
        if extended:
            point["ExtendedStatistics"] = {name: summary.statistic(name) for name in extended}
        points.append({**point, "Unit": request.get("Unit") or _unit(call, metric)})
    return {"Label": request["MetricName"], "Datapoints": points}


@SERVICE.action
def get_metric_data(call: Call, request: Document) -> Document:
    data_rules.check_queries(request)
    backwards = request.get("ScanBy") != "TimestampAscending"
    results = []
    for query in request["MetricDataQueries"]:
        asked = query["MetricStat"]
        of = asked["Metric"]
        metric = Metric(of["Namespace"], of["MetricName"], dimensions_of(of.get("Dimensions") or ()))
        found = _periods(call, metric, request, int(asked["Period"]), asked.get("Unit") or "")
        points = [(start, summary.statistic(asked["Stat"])) for start, summary in found]
        points.sort(reverse=backwards)
        results.append(
            {
                "Id": query["Id"],
                "Label": query.get("Label") or of["MetricName"],
                "Timestamps": [start for start, _ in points],
                "Values": [value for _, value in points],
                "StatusCode": "Complete",
            }
        )
    shown = [
        each
        for each, query in zip(results, request["MetricDataQueries"], strict=True)
        if query.get("ReturnData") is not False
    ]
    return {"MetricDataResults": shown, "Messages": []}


@SERVICE.action
def list_metrics(call: Call, request: Document) -> Document:
    queues.note(call, {queues.NAMESPACE})
    wanted = [(each["Name"], each.get("Value")) for each in request.get("Dimensions") or []]
    since = (now() - RECENT).timestamp() if request.get("RecentlyActive") else 0.0
    found = [
        metric
        for metric, series in list(call.state(CloudWatchState).series.items())
        if request.get("Namespace") in (None, metric.namespace)
        and request.get("MetricName") in (None, metric.name)
        and all(any(name == key and value in (None, held) for key, held in metric.dimensions) for name, value in wanted)
        and max(series.samples, default=0) >= since
    ]
    found.sort(key=lambda metric: (metric.namespace, metric.name, metric.dimensions))
    shown, token = page(found, request, default=500, error="InvalidParameterValue")
    return {"Metrics": [_told(metric) for metric in shown], "NextToken": token}


def _periods(call: Call, metric: Metric, request: Document, period: int, unit: str) -> list[tuple[datetime, Summary]]:
    """Every period between start and end that has data."""
    queues.note(call, {metric.namespace})
    series, found = call.state(CloudWatchState).series.get(metric), []
    first, end = int(utc(request["StartTime"]).timestamp()), int(utc(request["EndTime"]).timestamp())
    first -= first % min(period, metrics.MINUTE)
    for second in range(first, end, period):
        if summary := summarize(series, second, min(second + period, end), unit):
            found.append((datetime.fromtimestamp(second, UTC), summary))
    return found


def _unit(call: Call, metric: Metric) -> str:
    """The unit in which the data came, the newest."""
    series = call.state(CloudWatchState).series[metric]
    return next(iter(series.samples[max(series.samples)]))


def _told(metric: Metric) -> Document:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions]
    return {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions}
