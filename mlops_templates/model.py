"""The nouns of this library: frozen values and ports. No file, no AWS call, no resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from awacs.aws import Condition
    from troposphere import AWSHelperFn, Template
    from troposphere.codepipeline import Actions


class Phase(StrEnum):
    """Maturity phases of the MLOps foundation roadmap, in order."""

    INITIAL = "initial"
    REPEATABLE = "repeatable"
    RELIABLE = "reliable"
    SCALABLE = "scalable"

    @property
    def number(self) -> int:
        """1 for initial to 4 for scalable."""
        return list(Phase).index(self) + 1


@dataclass(frozen=True)
class SeedRepository:
    """A folder under `seed_code/` that becomes the first commit of a project repository."""

    name: str


@dataclass(frozen=True)
class Permission:
    """One thing a role may do: actions spelled out, resources named."""

    actions: tuple[str, ...]
    resources: tuple[AWSHelperFn | str, ...]
    condition: Condition | None = None


@dataclass(frozen=True)
class Duty:
    """What a role is for: the services that take it on, and what they may then do.

    One shared policy says it for the roles of all projects: `${aws:PrincipalTag/...}` stands for the project.
    """

    name: str
    purpose: str
    services: tuple[str, ...]
    permissions: tuple[Permission, ...]


@dataclass(frozen=True)
class PushEvents:
    """Event patterns of a repository: a push to main, a push to another branch, another branch that is gone."""

    main: Mapping[str, object]
    branch_pushed: Mapping[str, object]
    branch_deleted: Mapping[str, object]


@dataclass(frozen=True)
class Seeding:
    """A repository outside AWS, which a job of the project fills over a connection."""

    connection: AWSHelperFn
    full_name: AWSHelperFn
    bucket: AWSHelperFn
    key: str


@dataclass(frozen=True)
class SourceRepository:
    """A repository in a template: how to clone it, to read it in a pipeline, and to hear of pushes.

    Where EventBridge hears of no push, `events` is None: then the source action itself detects it.
    """

    seed: SeedRepository
    clone_url: AWSHelperFn
    branch: str
    source_action: Actions
    reader: Duty
    reader_tags: Mapping[str, AWSHelperFn]
    events: PushEvents | None
    full_name: str = ""
    """The parameter with `owner/name`, where the repository is outside AWS."""
    seeding: Seeding | None = None


class Ci(StrEnum):
    """What runs the builds of a project."""

    PIPELINES = "pipelines"
    WORKFLOWS = "workflows"


class Scm(Protocol):
    """A source-code provider, for example CodeCommit or GitHub through CodeConnections."""

    @property
    def name(self) -> str: ...

    @property
    def ci(self) -> Ci: ...

    def add_repository(self, template: Template, seed: SeedRepository, *, branch: str) -> SourceRepository: ...


@dataclass(frozen=True)
class Product:
    """One Service Catalog product, offered in Studio as one SageMaker project template.

    Studio shows about 90 characters of the description, so those carry the promise.
    """

    name: str
    phase: Phase
    title: str
    description: str
    seeds: tuple[SeedRepository, ...]
    build: Callable[[Template, Scm], None]
    scms: tuple[str, ...] = ("codecommit",)

    @property
    def studio_name(self) -> str:
        """What the list of templates in Studio says: phase and purpose."""
        return f"{self.phase.capitalize()}: {self.title}"


@dataclass(frozen=True)
class Finding:
    """One thing that a check has against a template."""

    file: str
    line: int
    rule: str
    message: str
