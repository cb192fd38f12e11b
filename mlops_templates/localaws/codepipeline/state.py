"""What CodePipeline remembers: pipelines, their stages, executions and runs of actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.running import Turn


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class ArtifactLocation:
    """Where a zip lies in the artifact store."""

    bucket: str
    key: str


@dataclass(frozen=True)
class Revision:
    """What a source action found."""

    action: str
    artifact: str
    id: str
    summary: str
    created: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Trigger:
    """What started an execution."""

    type: str
    detail: str = ""


@dataclass
class ActionRun:
    """One attempt at one action."""

    stage: str
    declaration: Document
    configuration: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    status: str = "InProgress"
    started: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    updated_by: str = ""
    summary: str = ""
    token: str = ""
    decision: str = ""
    """What the approver said: Approved or Rejected."""
    external_id: str = ""
    external_url: str = ""
    log_stream: str = ""
    error_code: str = ""
    error_message: str = ""
    revision: Revision | None = None
    inputs: dict[str, ArtifactLocation] = field(default_factory=dict)
    outputs: dict[str, ArtifactLocation] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.declaration["name"])

    def end(self, status: str) -> None:
        """Close the run; a run that was abandoned meanwhile stays abandoned."""
        if self.status == "InProgress":
            self.status, self.updated = status, now()


@dataclass
class Execution:
    """One execution, bound to the definition with which it started."""

    definition: Document
    trigger: Trigger
    variables: dict[str, dict[str, str]]
    revisions: dict[str, str] = field(default_factory=dict)
    """Source revisions asked for, by action; the newest is taken where nothing is asked."""
    branches: dict[str, str] = field(default_factory=dict)
    """Branches that a trigger chose, by source action; that of the action's configuration is taken else."""
    id: str = field(default_factory=new_id)
    status: str = "InProgress"
    summary: str = ""
    started: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    attempt: int = 1
    stop_reason: str = ""
    stages: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, ArtifactLocation] = field(default_factory=dict)
    runs: list[ActionRun] = field(default_factory=list)
    fresh_from: int = 0
    """Runs before this index do not count when a stage is retried as a whole."""
    automatic_retries: dict[str, int] = field(default_factory=dict)
    """How often each stage was retried because its definition wants it so."""
    manual_retries: dict[str, int] = field(default_factory=dict)
    rolled_back_to: str = ""
    """Of a rollback: the execution whose artifacts and variables it takes."""
    rolled_back_stage: str = ""
    """Of a rollback: the one stage that it runs."""
    taken_revisions: list[Revision] = field(default_factory=list)
    """Of a rollback: what the sources of that execution found."""

    @property
    def mode(self) -> str:
        return str(self.definition["executionMode"])

    @property
    def kind(self) -> str:
        """STANDARD or ROLLBACK."""
        return "ROLLBACK" if self.rolled_back_to else "STANDARD"

    @property
    def path(self) -> list[str]:
        """The names of the stages that it goes through."""
        names = [str(stage["name"]) for stage in self.definition["stages"]]
        return [self.rolled_back_stage] if self.rolled_back_to else names

    @property
    def found_revisions(self) -> list[Revision]:
        """What its source actions found."""
        return self.taken_revisions + [run.revision for run in self.runs if run.revision is not None]

    def stage(self, name: str) -> Document:
        return next(stage for stage in self.definition["stages"] if stage["name"] == name)

    def latest(self, stage: str, action: str) -> ActionRun | None:
        """The last attempt at an action since the stage last started as a whole."""
        runs = self.runs[self.fresh_from :]
        return next((run for run in reversed(runs) if (run.stage, run.name) == (stage, action)), None)


@dataclass
class StageState:
    """The door of a stage: who is inside, who waits in front of it, whether it is open."""

    inside: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    latest: str = ""
    enabled: bool = True
    disabled_reason: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass
class Pipeline:
    """A pipeline with all versions of its definition."""

    definition: Document
    arn: str
    tags: dict[str, str] = field(default_factory=dict)
    versions: dict[int, Document] = field(default_factory=dict)
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    executions: list[Execution] = field(default_factory=list)
    stages: dict[str, StageState] = field(default_factory=dict)
    start_tokens: dict[str, str] = field(default_factory=dict)
    changed: Turn = field(default_factory=Turn, repr=False, compare=False)
    """Held for every change of executions and stages; threads at the doors wait on it."""

    @property
    def name(self) -> str:
        return str(self.definition["name"])

    def door(self, stage: str) -> StageState:
        return self.stages.setdefault(stage, StageState())

    def execution(self, execution_id: str) -> Execution | None:
        return next((each for each in self.executions if each.id == execution_id), None)

    def runs(self) -> Iterator[tuple[Execution, ActionRun]]:
        """Every run of every action, newest first."""
        runs = [(execution, run) for execution in self.executions for run in execution.runs]
        return iter(sorted(runs, key=lambda pair: pair[1].started, reverse=True))


@dataclass
class CodePipelineState:
    """The pipelines of one account and region."""

    pipelines: dict[str, Pipeline] = field(default_factory=dict)
