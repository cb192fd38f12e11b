"""What the data of a period amounts to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mlops_templates.localaws.cloudwatch.state import Sample, Series

PERCENTILE = re.compile(r"p(100|\d{1,2}(\.\d{1,10})?)")
OTHER_EXTENDED = re.compile(r"(tm|tc|ts|wm|pr|TM|TC|TS|WM|PR)(\d.*|\(.*\))|IQM")
"""Trimmed means and their kin, which AWS has too."""
STATISTICS = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")


@dataclass(frozen=True)
class Summary:
    """The data of a period, summed up."""

    count: float
    total: float
    least: float
    most: float
    values: dict[float, float] = field(default_factory=dict)
    """Every value with how often it came; not all are known when sets came."""

    def statistic(self, name: str) -> float:
        """`Average` and the like, or a percentile such as `p90`."""
        if name in STATISTICS:
            average = self.total / self.count
            return (self.count, average, self.total, self.least, self.most)[STATISTICS.index(name)]
        return self._percentile(float(name[1:]))

    def _percentile(self, percent: float) -> float:
        """Between the neighbouring values, as far as the rank lies between them."""
        rank, seen = percent / 100 * (self.count - 1), 0.0
        ordered = sorted(self.values.items())
        for number, (value, count) in enumerate(ordered):
            seen += count
            if rank <= seen - 1 or number == len(ordered) - 1:
                return value
            if rank < seen:
                return value + (ordered[number + 1][0] - value) * (rank - (seen - 1))
        return self.most


def summarize(series: Series | None, start: int, end: int, unit: str = "") -> Summary | None:
    """The data from one second until before another; None when there is none."""
    if series is None:
        return None
    # Others add data meanwhile, so nothing is iterated over that may grow.
    short = end - start < len(series.samples)
    seconds = range(start, end) if short else [each for each in list(series.samples) if start <= each < end]
    held = [by_unit for second in seconds if (by_unit := series.samples.get(second))]
    found = [sample for by_unit in held for name, sample in list(by_unit.items()) if unit in ("", name)]
    return _summary(found) if found else None


def _summary(samples: Iterable[Sample]) -> Summary | None:
    values: dict[float, float] = {}
    sets: list[tuple[float, float, float, float]] = []
    for sample in samples:
        sets.extend(sample.sets)
        for value, count in list(sample.values.items()):
            values[value] = values.get(value, 0.0) + count
    sets.extend((count, value * count, value, value) for value, count in values.items())
    counted = [each for each in sets if each[0] > 0]
    if not counted:
        return None
    return Summary(
        sum(each[0] for each in counted),
        sum(each[1] for each in counted),
        min(each[2] for each in counted),
        max(each[3] for each in counted),
        values,
    )
