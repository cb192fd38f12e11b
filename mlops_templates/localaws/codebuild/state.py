"""The projects and builds of one account and region."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.running import Running


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Project:
    """A project: its settings in the shape of the API, without the facts that the service adds."""

    name: str
    arn: str
    settings: Document
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    builds: int = 0
    """How many builds were ever started: the number of the newest."""


@dataclass
class Phase:
    """One phase of a build. `code` and `message` say why it failed."""

    name: str
    status: str = "IN_PROGRESS"
    started: datetime = field(default_factory=now)
    ended: datetime | None = None
    code: str = ""
    message: str = ""


@dataclass
class Build:
    """One build: `status` is IN_PROGRESS until it is over, `artifacts` has the zips ("" is the primary one)."""

    id: str
    arn: str
    number: int
    project: Project
    settings: Document
    """The project's settings with the overrides of this build."""
    variables: list[Document]
    """The overriding variables alone, which are kept for a retry."""
    initiator: str
    log: Path
    source_version: str = ""
    resolved_version: str = ""
    sources: Mapping[str, bytes] | None = None
    """Zips given by CodePipeline; the primary one has the name ""."""
    source_places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Bucket and key of each such zip: the role of the project must be able to read it there."""
    status: str = "IN_PROGRESS"
    phases: list[Phase] = field(default_factory=list)
    exported: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, bytes] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    """Where artifacts of type S3 were written, by identifier."""
    started: datetime = field(default_factory=now)
    ended: datetime | None = None
    running: Running = field(default_factory=Running, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What is kept: zips are for those who wait for the build, and nobody does after a restart."""
        sources = None if self.sources is None else dict.fromkeys(self.sources, b"")
        return {**vars(self), "artifacts": {}, "sources": sources}

    @property
    def uuid(self) -> str:
        return self.id.rpartition(":")[2]

    @property
    def phase(self) -> str:
        """The phase that the build is in."""
        return self.phases[-1].name if self.phases else "SUBMITTED"

    @property
    def failure(self) -> str:
        """Why the build failed, in AWS's words; empty for one that did not."""
        return next((phase.message for phase in self.phases if phase.message), "")

    def artifact(self, name: str) -> bytes | None:
        """The zip for an output artifact of CodePipeline: the secondary one of that name, else the primary one."""
        return self.artifacts.get(name, self.artifacts.get(""))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the build is over; False if it is not by then."""
        return self.status != "IN_PROGRESS" or self.running.over.wait(timeout)


@dataclass
class CodeBuildState:
    """Projects by name, builds by id in the order of their start."""

    projects: dict[str, Project] = field(default_factory=dict)
    builds: dict[str, Build] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Build ids by idempotency token."""


def find_project(call: Call, name: str) -> Project:
    """The project of that name or ARN.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    found = call.state(CodeBuildState).projects.get(name.rpartition("project/")[2])
    if found is None:
        arn = name if name.startswith("arn:") else call.arn("codebuild", f"project/{name}")
        raise AwsError("ResourceNotFoundException", f"Project cannot be found: {arn}")
    return found


def find_build(call: Call, name: str) -> Build:
    """The build of that id or ARN.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    found = call.state(CodeBuildState).builds.get(name.rpartition("build/")[2])
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Build {name} does not exist")
    return found


def new_build_id(project: Project) -> str:
    return f"{project.name}:{uuid.uuid4()}"
