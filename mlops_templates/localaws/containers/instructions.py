"""The lines of a dockerfile as instructions, each with the number of the line on which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError

_DIRECTIVE = re.compile(r"#\s*(?P<name>[a-zA-Z]+)\s*=\s*(?P<value>.+)")
_HEREDOC = re.compile(r"<<-?[\"']?[A-Za-z_]")
_INSTRUCTION = re.compile(r"\s*(?P<word>[A-Za-z]+)(?:\s+(?P<rest>.*))?", re.DOTALL)


class DockerfileError(MlopsTemplatesError):
    """A dockerfile that is not read here, with the line at which it ends."""


@dataclass(frozen=True)
class Instruction:
    """One instruction: its word in capitals and everything after it, with continued lines joined."""

    line: int
    word: str
    rest: str

    def refuse(self, what: str) -> DockerfileError:
        return DockerfileError(f"dockerfile:{self.line}: not emulated: {what}")


def read(text: str) -> list[Instruction]:
    """All instructions of a dockerfile.

    Raises:
        DockerfileError: naming the line that is no instruction, or that nobody emulates.
    """
    found = [_instruction(line, words) for line, words in _joined(text)]
    if not found:
        raise DockerfileError("file with no instructions")
    return found


def _instruction(line: int, words: str) -> Instruction:
    match = _INSTRUCTION.fullmatch(words)
    if match is None:
        raise DockerfileError(
            f"dockerfile parse error on line {line}: unknown instruction: {words.split(maxsplit=1)[0]}"
        )
    if _HEREDOC.search(words):
        raise DockerfileError(f"dockerfile:{line}: not emulated: a here-document")
    return Instruction(line, match["word"].upper(), (match["rest"] or "").strip())


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, those that end with a backslash together with the next."""
    begun, words = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            _check_directive(number, line)
            continue
        if not line.strip():
            continue
        begun = begun or number
        if line.rstrip().endswith("\\"):
            words += line.rstrip()[:-1] + " "
            continue
        yield begun, words + line
        begun, words = 0, ""
    if words.strip():
        yield begun, words


def _check_directive(number: int, line: str) -> None:
    """`# syntax=` names the newest reader, which this is not; `# escape=` would change what lines mean."""
    match = _DIRECTIVE.fullmatch(line.strip())
    if match and match["name"].lower() == "escape" and match["value"].strip() != "\\":
        raise DockerfileError(f"dockerfile:{number}: not emulated: another escape character than the backslash")
