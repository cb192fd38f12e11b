"""The words after a command of docker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlops_templates.errors import MlopsTemplatesError

_SHORT = {"-f": "--file", "-t": "--tag", "-u": "--username", "-p": "--password", "-q": "--quiet", "-a": "--all"}
_VALUED = {
    "login": {"--username", "--password"},
    "build": {"--file", "--tag", "--build-arg", "--progress"},
}
_FLAGS = {
    "login": {"--password-stdin"},
    "build": {"--pull", "--no-cache", "--quiet"},
    "push": {"--quiet"},
    "pull": {"--quiet"},
    "images": {"--all"},
}
_HARMLESS = {"build": {"--platform": {"linux/amd64"}, "--provenance": {"false"}, "--sbom": {"false"}}}
"""Options that ask for nothing beyond what is done, with these values."""


@dataclass(frozen=True)
class Options:
    """Options with long names, and the other words."""

    command: str
    given: tuple[tuple[str, str], ...]
    words: tuple[str, ...]

    def values(self, name: str) -> list[str]:
        return [value for option, value in self.given if option == name]

    def value(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def flag(self, name: str) -> bool:
        return bool(self.values(name))

    def exactly(self, number: int) -> tuple[str, ...]:
        """The words, when there are so many.

        Raises:
            MlopsTemplatesError: in docker's words.
        """
        if len(self.words) != number:
            plural = "s" if number > 1 else ""
            raise MlopsTemplatesError(f'"docker {self.command}" requires exactly {number} argument{plural}.')
        return self.words

    def only(self, what: str) -> str:
        """The one word, which names something."""
        if len(self.words) != 1:
            raise MlopsTemplatesError(f'"docker {self.command}" requires exactly 1 argument: {what}.')
        return self.words[0]


def read(command: str, words: Iterable[str]) -> Options:
    """Sort the words.

    Raises:
        MlopsTemplatesError: naming an option that nobody emulates.
    """
    given: list[tuple[str, str]] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if not word.startswith("-") or word == "-":
            rest.append(word)
            continue
        name, equals, value = word.partition("=")
        name = _SHORT.get(name, name)
        if name in _FLAGS.get(command, ()) and not equals:
            given.append((name, "yes"))
        elif name in _VALUED.get(command, ()):
            given.append((name, value if equals else next(left, "")))
        elif (value if equals else next(left, "")) not in _HARMLESS.get(command, {}).get(name, ()):
            raise MlopsTemplatesError(f"not emulated: docker {command} {word}")
    return Options(command, tuple(given), tuple(rest))
