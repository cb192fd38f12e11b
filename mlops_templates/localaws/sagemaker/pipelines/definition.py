"""A pipeline definition as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from mlops_templates.localaws.document import Document

Value = str | int | float | bool


@dataclass(frozen=True)
class Parameter:
    """A parameter of a pipeline; `default` is None when an execution must give it."""

    name: str
    type: str
    default: Value | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class PropertyFile:
    """A JSON file of a processing output that other steps read."""

    name: str
    output: str
    path: str


@dataclass(frozen=True)
class Step:
    """A step; those of a condition hold the steps of their branches."""

    name: str
    type: str
    arguments: Document
    depends_on: tuple[str, ...] = ()
    property_files: tuple[PropertyFile, ...] = ()
    expire_after: timedelta | None = None
    """How long a result may be used again; None without caching."""
    display_name: str = ""
    description: str = ""
    if_steps: tuple["Step", ...] = ()
    else_steps: tuple["Step", ...] = ()


@dataclass(frozen=True)
class Definition:
    """A whole pipeline."""

    parameters: tuple[Parameter, ...]
    steps: tuple[Step, ...]

    def every_step(self) -> Iterator[Step]:
        """All steps, those inside branches too."""
        yield from every(self.steps)


def every(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from every(step.if_steps)
        yield from every(step.else_steps)
