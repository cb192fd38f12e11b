"""Schedules and their groups, of an account and region."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.document import Document

DEFAULT = "default"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Schedule:
    """A schedule with the settings of its request, and when it fires next."""

    name: str
    group: str
    arn: str
    settings: Document
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    due: float | None = None
    """Seconds since 1970; None when it never fires again."""

    @property
    def enabled(self) -> bool:
        return bool(self.settings.get("State", "ENABLED") == "ENABLED")


@dataclass
class Group:
    """A group of schedules; `default` is always there."""

    name: str
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class SchedulerState:
    """Schedules by group and name, groups by name, and what tokens of clients have made."""

    schedules: dict[tuple[str, str], Schedule] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=lambda: {DEFAULT: Group(DEFAULT)})
    tokens: dict[str, str] = field(default_factory=dict)
