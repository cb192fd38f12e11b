"""The folders of one build on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workplace:
    """Where a build keeps its sources, its home and its own commands; deleted when the build is over."""

    root: Path

    @property
    def primary(self) -> Path:
        """The folder of the primary source, in which the commands start."""
        return self.root / "src"

    @property
    def home(self) -> Path:
        return self.root / "home"

    def secondary(self, identifier: str) -> Path:
        return self.root / "secondary" / identifier

    def make(self) -> None:
        for folder in (self.primary, self.home):
            folder.mkdir(parents=True)
