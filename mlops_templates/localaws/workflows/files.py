"""The files by which a step tells its workflow something: outputs, variables, a summary."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

NAMES = {"GITHUB_OUTPUT": "output", "GITHUB_ENV": "env", "GITHUB_STEP_SUMMARY": "summary"}


@dataclass(frozen=True)
class Told:
    """What one step may write to, and what it wrote."""

    folder: Path
    number: int

    @property
    def variables(self) -> dict[str, str]:
        return {variable: str(self._file(noun)) for variable, noun in NAMES.items()}

    @property
    def outputs(self) -> dict[str, str]:
        return _pairs(self._text("output"))

    @property
    def exported(self) -> dict[str, str]:
        return _pairs(self._text("env"))

    @property
    def summary(self) -> str:
        return self._text("summary")

    def _file(self, noun: str) -> Path:
        return self.folder / f"{self.number}-{noun}"

    def _text(self, noun: str) -> str:
        return self._file(noun).read_text(encoding="utf-8", errors="replace")


def make(folder: Path, number: int) -> Told:
    told = Told(folder, number)
    for path in told.variables.values():
        Path(path).write_text("", encoding="utf-8")
    return told


def _pairs(text: str) -> dict[str, str]:
    """Lines `name=value`, or `name<<END`, lines, `END`."""
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, sign, value = line.partition("=")
        if "<<" in name:
            name, _, end = line.partition("<<")
            value = "\n".join(takewhile(end.__ne__, lines))
            sign = "="
        if sign:
            found[name] = value
    return found
