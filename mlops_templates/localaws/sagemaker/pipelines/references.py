"""What an expression refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

BRANCHES = ("IfSteps", "ElseSteps")


@dataclass(frozen=True)
class Reference:
    """A `Get`: `Parameters.X`, `Execution.X`, `Steps.S.path` or `Steps.S.PropertyFiles.F`."""

    kind: str
    name: str
    path: str = ""

    @property
    def property_file(self) -> str:
        """The name of the property file, when that is what it refers to."""
        return self.path.removeprefix("PropertyFiles.") if self.path.startswith("PropertyFiles.") else ""


def parse(text: str) -> Reference:
    """Read the text of a `Get`."""
    kind, _, rest = text.partition(".")
    if kind == "Steps":
        name, _, path = rest.partition(".")
        return Reference(kind, name, path)
    return Reference(kind, rest)


def references(value: Any) -> Iterator[Reference]:
    """Every reference in the arguments of a step, without those of the steps in its branches."""
    if isinstance(value, dict):
        if set(value) == {"Get"} and isinstance(value["Get"], str):
            yield parse(value["Get"])
            return
        for key, member in value.items():
            if key not in BRANCHES:
                yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)
