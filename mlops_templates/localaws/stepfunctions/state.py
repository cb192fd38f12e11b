"""State machines and their executions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mlops_templates.localaws.document import Document


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Machine:
    """A state machine; `settings` holds its role, its definition and what else was asked for."""

    name: str
    arn: str
    settings: Document
    tags: dict[str, str] = field(default_factory=dict)
    created: datetime = field(default_factory=now)


@dataclass
class Execution:
    """A run; `at` is the state that comes next, with `data` as its input."""

    name: str
    arn: str
    machine: str
    definition: Document
    role: str
    input: str
    at: str
    data: Any
    status: str = "RUNNING"
    output: str = ""
    error: str = ""
    cause: str = ""
    begun: datetime = field(default_factory=now)
    ended: datetime | None = None


@dataclass
class StepFunctionsState:
    """Both by ARN."""

    machines: dict[str, Machine] = field(default_factory=dict)
    executions: dict[str, Execution] = field(default_factory=dict)
