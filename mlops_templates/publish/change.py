"""What a publish would do, as values: printable, comparable, countable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What happens to a thing."""

    KEEP = "keep"
    ADD = "add"
    CHANGE = "change"


@dataclass(frozen=True)
class Change:
    """One line of a plan: nothing is touched that is not listed."""

    verb: Verb
    kind: str
    name: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.verb:<6}  {self.kind:<9}  {self.name}{f'  ({self.detail})' if self.detail else ''}"
