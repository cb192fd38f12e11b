"""How far rows have moved away from the rows of training: the population stability index of each feature."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class Feature:
    """One feature: its histogram in training, and the same histogram of the rows that came now."""

    name: str
    edges: list[float]
    before: list[float]
    now: list[int]

    def add(self, value: float) -> None:
        """Values outside the range of training count to the outermost buckets."""
        self.now[bisect_right(self.edges, value)] += 1

    @property
    def rows(self) -> int:
        return sum(self.now)

    @property
    def index(self) -> float:
        """Half a row is added to each bucket, so that an empty one has a finite weight."""
        parts = zip(shares(self.before), shares(self.now), strict=True)
        return sum((now - before) * math.log(now / before) for before, now in parts)

    def limit(self, threshold: float) -> float:
        """The threshold, or what chance alone reaches in one of a hundred features, if that is more."""
        return max(threshold, chance(len(self.now) - 1) * (1 / sum(self.before) + 1 / self.rows))


def features_of(baseline: dict[str, Any]) -> list[Feature]:
    """The features of a baseline in the order of training; its first column is the target."""
    return [feature(entry) for entry in baseline["features"][1:]]


def feature(entry: dict[str, Any]) -> Feature:
    buckets = entry["numerical_statistics"]["distribution"]["kll"]["buckets"]
    edges = [float(bucket["lower_bound"]) for bucket in buckets[1:]]
    before = [float(bucket["count"]) for bucket in buckets]
    return Feature(entry["name"], edges, before, [0] * len(buckets))


def shares(counts: Sequence[float]) -> list[float]:
    whole = sum(counts) + len(counts) / 2
    return [(count + 0.5) / whole for count in counts]


def chance(freedom: int) -> float:
    """The chi-square value that chance exceeds once in a hundred times (Wilson and Hilferty's approximation)."""
    if freedom < 1:
        return 0.0
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + 2.326 * math.sqrt(part)) ** 3)


def count(features: Sequence[Feature], rows: Iterable[Sequence[str]]) -> None:
    for row in rows:
        for one, value in zip(features, row, strict=True):
            one.add(float(value))
