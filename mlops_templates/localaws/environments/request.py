"""What a job asks of pip, and what identifies the environment that answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.environments.options import Argument, parse
from mlops_templates.localaws.environments.requirement_file import RequirementFile, read

_NO_INFLUENCE = frozenset(
    [
        "--break-system-packages",
        "--cache-dir",
        "--compile",
        "--disable-pip-version-check",
        "--log",
        "--no-cache-dir",
        "--no-color",
        "--no-compile",
        "--no-input",
        "--no-warn-conflicts",
        "--no-warn-script-location",
        "--progress-bar",
        "--quiet",
        "--require-virtualenv",
        "--retries",
        "--root-user-action",
        "--timeout",
        "--user",
        "--verbose",
        "--yes",
    ]
)
"""Options that say how pip talks, not what it installs. `--user` is among them: a job has no user folder."""

_ELSEWHERE = frozenset(["--dry-run", "--help", "--prefix", "--python", "--report", "--root", "--target"])
_ASKING = frozenset({"", "--requirement", "--editable", "--group"})
_FILES = frozenset({"--requirement", "--constraint"})
_PIP_ITSELF = re.compile(r"pip\s*([<>=!~].*)?", re.ASCII)
_LOCAL = re.compile(r"file:|(?!.*://)([./~]|.*\.(whl|zip|tar\.gz)$|[^@]*/)", re.ASCII)


@dataclass(frozen=True)
class Request:
    """One call of pip, with the folder it was typed in."""

    command: str
    arguments: tuple[Argument, ...]
    cwd: Path

    @property
    def changes_environment(self) -> bool:
        """Whether packages come or go; `install --target DIR` and `--dry-run` leave the environment as it is."""
        return self.command in {"install", "uninstall"} and not any(
            argument.option in _ELSEWHERE for argument in self.arguments
        )

    @property
    def empty(self) -> bool:
        """Whether nothing remains to be installed; pip itself is never replaced."""
        return not any(argument.option in _ASKING for argument in self.arguments)

    @property
    def local(self) -> bool:
        """Whether it reads code from the disk of the job, so that its result belongs to this job alone."""
        return any(
            argument.option in {"--editable", "--group"}
            or (argument.option == "" and _LOCAL.match(argument.value) is not None)
            for argument in self.arguments
        ) or any(file.local for file in self.files())

    def files(self) -> list[RequirementFile]:
        return [read(self.cwd, argument.value) for argument in self.arguments if argument.option in _FILES]

    def identity(self) -> tuple[str, ...]:
        """What decides which packages come out, wherever the request is made and however loudly."""
        hashes = any(file.hashes for file in self.files())
        return (self.command, *self._identity(hashes))

    def words(self) -> list[str]:
        """The arguments for an installer."""
        return [word for argument in self.arguments for word in argument.words()]

    def _identity(self, hashes: bool) -> Iterator[str]:
        for argument in self.arguments:
            if argument.option in _FILES:
                yield f"{argument.option} {read(self.cwd, argument.value).digest}"
            elif not (argument.option == "--require-hashes" and hashes):
                yield " ".join(argument.words())


def request(words: Sequence[str], cwd: Path) -> Request:
    """The request behind `pip WORDS`; its command is "" if there is none."""
    arguments = parse(words)
    command = next((argument for argument in arguments if argument.option == ""), None)
    meant = (
        argument
        for argument in arguments
        if argument is not command
        and argument.option not in _NO_INFLUENCE
        and not (argument.option == "" and _PIP_ITSELF.fullmatch(argument.value))
    )
    return Request(command.value if command else "", tuple(meant), cwd)
