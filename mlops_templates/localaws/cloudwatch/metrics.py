"""The way in for data: of a request, and of services that measure themselves.

from mlops_templates.localaws.cloudwatch.metrics import put_metric

put_metric(call, "AWS/SageMaker", "Invocation5XXErrors", 1, {"EndpointName": name, "VariantName": variant}, "Count")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch import evaluation
from mlops_templates.localaws.cloudwatch.state import CloudWatchState, Metric, Series, now

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

PART = "cloudwatch"
MINUTE = 60
KEPT_SECONDS = 15 * 24 * 3600
"""AWS keeps data of one minute as long as this."""


def put_metric(
    call: Call,
    namespace: str,
    name: str,
    value: float,
    dimensions: Mapping[str, str] | None = None,
    unit: str = "None",
) -> None:
    """Note a value of this moment in the account and region of a call, and judge the alarms that watch it.

    Nobody's right is asked for: a service measures itself.
    """
    with call.world.changes.to([PART]):
        metric = Metric(namespace, name, tuple(sorted((dimensions or {}).items())))
        add(call, metric, now(), {float(value): 1.0}, unit)
        evaluation.judge_watchers(call, {metric})


def add(
    call: Call,
    metric: Metric,
    moment: datetime,
    values: Mapping[float, float],
    unit: str,
    *,
    resolution: int = MINUTE,
    sets: Iterable[tuple[float, float, float, float]] = (),
    alone: bool = False,
) -> None:
    """Add data to a series; what stands alone takes the place of what the moment had."""
    second = int(moment.timestamp()) // resolution * resolution
    with call.world.lock:
        series = call.state(CloudWatchState).series.setdefault(metric, Series())
        if alone:
            series.samples.pop(second, None)
        if second not in series.samples:
            _forget(series, second - KEPT_SECONDS)
        sample = series.sample(second, unit)
        for value, count in values.items():
            sample.values[value] = sample.values.get(value, 0.0) + count
        sample.sets.extend(sets)


def _forget(series: Series, before: int) -> None:
    for second in [each for each in series.samples if each < before]:
        del series.samples[second]
