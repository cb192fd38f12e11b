"""What CloudWatch holds in an account and region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.document import Document

Dimensions = tuple[tuple[str, str], ...]
ACTIONS = {"OK": "OKActions", "ALARM": "AlarmActions", "INSUFFICIENT_DATA": "InsufficientDataActions"}
"""The states of an alarm, and the setting that says what is done when it enters each."""


@dataclass(frozen=True)
class Metric:
    """What is measured: another dimension is another metric."""

    namespace: str
    name: str
    dimensions: Dimensions = ()


@dataclass
class Sample:
    """What came in one moment in one unit: values with how often each, and sets that were summed up before."""

    values: dict[float, float] = field(default_factory=dict)
    sets: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Count, sum, least and most."""


@dataclass
class Series:
    """The samples of a metric by second and unit; a standard metric has one second in each minute."""

    samples: dict[int, dict[str, Sample]] = field(default_factory=dict)

    def sample(self, second: int, unit: str) -> Sample:
        return self.samples.setdefault(second, {}).setdefault(unit, Sample())


@dataclass
class Alarm:
    """An alarm on a metric, or one that is composed of others."""

    name: str
    arn: str
    settings: Document
    """The request that made it, without its name and tags."""
    configured: datetime
    state: str = "INSUFFICIENT_DATA"
    reason: str = "Unchecked: Initial alarm creation"
    reason_data: str = ""
    updated: datetime = field(default_factory=lambda: datetime.now(UTC))
    """Since when it has the state."""
    actions_enabled: bool = True
    tags: dict[str, str] = field(default_factory=dict)
    held_until: float = 0.0
    """Somebody set the state by hand: until then it is not judged, unless new data comes."""

    @property
    def is_composite(self) -> bool:
        return "AlarmRule" in self.settings

    @property
    def metric(self) -> Metric:
        """What it watches."""
        given = self.settings
        return Metric(given["Namespace"], given["MetricName"], dimensions_of(given.get("Dimensions") or ()))


@dataclass(frozen=True)
class Happening:
    """A line in the history of an alarm."""

    alarm: str
    kind: str
    """The type of the alarm."""
    moment: datetime
    what: str
    summary: str
    data: str


@dataclass
class CloudWatchState:
    """Series by metric, alarms by name, and what happened to them, oldest first."""

    series: dict[Metric, Series] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    history: list[Happening] = field(default_factory=list)


def dimensions_of(given: Iterable[Mapping[str, str]]) -> Dimensions:
    """Dimensions of a request, in the order in which they make no difference."""
    return tuple(sorted((each["Name"], each["Value"]) for each in given))


def now() -> datetime:
    return datetime.now(UTC)


def utc(moment: datetime) -> datetime:
    """A moment of a request, which says no time zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
