"""Data comes back as it was put, summed up by period, and is refused where CloudWatch refuses it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudwatch.metrics import add
from mlops_templates.localaws.cloudwatch.state import CloudWatchState, Metric
from tests.localaws.cloudwatch.conftest import Watch

DIMENSIONS = [{"Name": "Stage", "Value": "prod"}]


def span(**more: Any) -> dict[str, Any]:
    moment = datetime.now(UTC)
    return {"StartTime": moment - timedelta(minutes=10), "EndTime": moment + timedelta(minutes=1), **more}


def statistics(watch: Watch, **more: Any) -> list[dict[str, Any]]:
    asked = {**span(Period=3600, Statistics=["Sum"]), **more}
    asked = {name: value for name, value in asked.items() if value is not None}
    answer = watch.api.get_metric_statistics(Namespace="tests", MetricName=watch.name, Dimensions=DIMENSIONS, **asked)
    return list(answer["Datapoints"])


def test_every_statistic_of_a_period(watch: Watch) -> None:
    for value in (1, 2, 3, 10):
        watch.put(value, Unit="Count")
    names = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"]
    (point,) = statistics(watch, Statistics=names, ExtendedStatistics=["p0", "p50", "p100"])
    assert [point[name] for name in names] == [4, 16, 4, 1, 10]
    assert point["ExtendedStatistics"] == {"p0": 1, "p50": 2.5, "p100": 10}
    assert point["Unit"] == "Count"


def test_values_with_counts_and_sets_are_summed_up(watch: Watch) -> None:
    watch.api.put_metric_data(
        Namespace="tests",
        MetricData=[
            {"MetricName": watch.name, "Dimensions": DIMENSIONS, "Values": [1.0, 5.0], "Counts": [2.0, 1.0]},
            {
                "MetricName": watch.name,
                "Dimensions": DIMENSIONS,
                "StatisticValues": {"SampleCount": 2, "Sum": 9, "Minimum": 4, "Maximum": 5},
            },
        ],
    )
    (point,) = statistics(watch, Statistics=["SampleCount", "Sum", "Minimum", "Maximum"])
    assert (point["SampleCount"], point["Sum"], point["Minimum"], point["Maximum"]) == (5, 16, 1, 5)


def test_each_period_has_a_point_of_its_own(watch: Watch) -> None:
    moment = datetime.now(UTC)
    for minutes, value in ((5, 1.0), (3, 2.0)):
        watch.put(value, Timestamp=moment - timedelta(minutes=minutes))
    query = {"Id": "m", "MetricStat": {"Metric": metric(watch), "Period": 60, "Stat": "Sum"}}
    (result,) = watch.api.get_metric_data(MetricDataQueries=[query], **span())["MetricDataResults"]
    assert result["Values"] == [2.0, 1.0]
    query["ReturnData"] = False
    assert watch.api.get_metric_data(MetricDataQueries=[query], **span())["MetricDataResults"] == []


def test_metrics_are_listed_by_name_and_dimension(watch: Watch) -> None:
    watch.put(1)
    listed = watch.api.list_metrics(Namespace="tests", MetricName=watch.name, Dimensions=[{"Name": "Stage"}])
    assert listed["Metrics"] == [metric(watch)]
    elsewhere = [{"Name": "Stage", "Value": "staging"}]
    assert watch.api.list_metrics(Namespace="tests", MetricName=watch.name, Dimensions=elsewhere)["Metrics"] == []


def metric(watch: Watch) -> dict[str, Any]:
    return {"Namespace": "tests", "MetricName": watch.name, "Dimensions": DIMENSIONS}


@pytest.mark.parametrize(
    ("datum", "code"),
    [
        ({}, "InvalidParameterCombination"),
        ({"Value": 1.0, "Values": [1.0]}, "InvalidParameterCombination"),
        ({"Values": [1.0], "Counts": [1.0, 2.0]}, "InvalidParameterValue"),
        ({"Value": 1e200}, "InvalidParameterValue"),
        ({"Value": 1.0, "StorageResolution": 30}, "InvalidParameterValue"),
        ({"Value": 1.0, "Timestamp": datetime.now(UTC) - timedelta(weeks=3)}, "InvalidParameterValue"),
        ({"Value": 1.0, "Timestamp": datetime.now(UTC) + timedelta(hours=3)}, "InvalidParameterValue"),
        ({"Value": 1.0, "Unit": "Miles"}, "ValidationError"),
    ],
)
def test_data_that_nobody_can_add_up_is_refused(watch: Watch, datum: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        watch.api.put_metric_data(Namespace="tests", MetricData=[{"MetricName": watch.name, **datum}])
    assert refused.value.response["Error"]["Code"] == code


def test_nobody_measures_in_the_name_of_aws(watch: Watch) -> None:
    with pytest.raises(ClientError, match="The value AWS/ for parameter Namespace is invalid"):
        watch.api.put_metric_data(Namespace="AWS/SageMaker", MetricData=[{"MetricName": "m", "Value": 1.0}])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"Statistics": None}, "MissingParameter"),
        ({"Period": 45}, "InvalidParameterValue"),
        ({"StartTime": datetime.now(UTC) + timedelta(days=1)}, "InvalidParameterValue"),
        ({"StartTime": datetime.now(UTC) - timedelta(days=3), "Period": 60}, "InvalidParameterCombination"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(watch: Watch, edit: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        statistics(watch, **edit)
    assert refused.value.response["Error"]["Code"] == code


def test_data_is_kept_for_fifteen_days(watch: Watch) -> None:
    call, old = watch.aws.call(), datetime.now(UTC) - timedelta(days=16)
    of_watch = Metric("tests", watch.name)
    add(call, of_watch, old, {1.0: 1.0}, "Count")
    assert len(call.state(CloudWatchState).series[of_watch].samples) == 1
    add(call, of_watch, datetime.now(UTC), {1.0: 1.0}, "Count")
    assert min(call.state(CloudWatchState).series[of_watch].samples) > old.timestamp() + 60
