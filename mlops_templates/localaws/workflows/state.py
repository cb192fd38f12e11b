"""What the local git host knows besides repositories: variables, environments with reviewers, runs of workflows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.codeconnections.remotes import HOME
from mlops_templates.localaws.running import Turn
from mlops_templates.localaws.world import World

OVER = "completed"


@dataclass(frozen=True)
class Event:
    """What started a run. `ref` is a whole name, as `refs/heads/main`; `payload` what the workflow finds of it."""

    name: str
    ref: str
    sha: str
    actor: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass
class JobRun:
    """One job: queued, waiting (for a reviewer), in_progress, completed."""

    name: str
    environment: str = ""
    status: str = "queued"
    conclusion: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    reviewed_by: str = ""
    approved: bool | None = None


@dataclass
class Run:
    """One run of a workflow. Its log is `logs/workflows/<number>.log`."""

    number: int
    repository: str
    workflow: str
    event: Event
    group: str = ""
    status: str = "queued"
    conclusion: str = ""
    message: str = ""
    jobs: dict[str, JobRun] = field(default_factory=dict)

    def end(self, conclusion: str, message: str = "") -> None:
        self.status, self.conclusion, self.message = OVER, conclusion, message or self.message


@dataclass
class WorkflowsState:
    """Everything of all repositories, by their names written small."""

    variables: dict[str, dict[str, str]] = field(default_factory=dict)
    reviewers: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Who must agree before a job of an environment begins, by repository and environment."""
    runs: dict[int, Run] = field(default_factory=dict)
    signing_key: str = ""
    """The private key of the issuer of identity tokens, as PEM; made on first use."""
    changed: Turn = field(default_factory=Turn, repr=False, compare=False)


def state_of(world: World) -> WorkflowsState:
    return world.state(WorkflowsState, ACCOUNT, HOME)


def told(world: World) -> None:
    """Keep what changed, and wake whoever waits for it."""
    state = state_of(world)
    world.changes.mark("workflows")
    with state.changed:
        state.changed.notify_all()
