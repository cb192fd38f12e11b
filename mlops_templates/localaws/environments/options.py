"""Reads the arguments of `pip install` and `pip uninstall`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LONG = {
    "-C": "--config-settings",
    "-I": "--ignore-installed",
    "-U": "--upgrade",
    "-c": "--constraint",
    "-e": "--editable",
    "-f": "--find-links",
    "-h": "--help",
    "-i": "--index-url",
    "-q": "--quiet",
    "-r": "--requirement",
    "-t": "--target",
    "-v": "--verbose",
    "-y": "--yes",
}
_VALUED = frozenset(
    [
        "--abi",
        "--cache-dir",
        "--cert",
        "--client-cert",
        "--config-settings",
        "--constraint",
        "--editable",
        "--exists-action",
        "--extra-index-url",
        "--find-links",
        "--global-option",
        "--group",
        "--implementation",
        "--index-url",
        "--keyring-provider",
        "--log",
        "--no-binary",
        "--only-binary",
        "--platform",
        "--prefix",
        "--progress-bar",
        "--proxy",
        "--python-version",
        "--report",
        "--requirement",
        "--resume-retries",
        "--retries",
        "--root",
        "--root-user-action",
        "--src",
        "--target",
        "--timeout",
        "--trusted-host",
        "--upgrade-strategy",
        "--uploaded-prior-to",
        "--use-deprecated",
        "--use-feature",
    ]
)


@dataclass(frozen=True)
class Argument:
    """One option of pip by its long name, or with the option "" a requirement such as `pytest>=9`."""

    option: str
    value: str = ""

    def words(self) -> list[str]:
        return [word for word in (self.option, self.value) if word]


def parse(arguments: Sequence[str]) -> list[Argument]:
    """Split pip's words into options with long names, and requirements."""
    words = iter(arguments)
    parsed: list[Argument] = []
    for word in words:
        if word.startswith("--"):
            parsed.append(_long(word, words))
        elif word.startswith("-") and word != "-":
            parsed.extend(_short(word, words))
        else:
            parsed.append(Argument("", word))
    return parsed


def _long(word: str, words: Iterator[str]) -> Argument:
    option, equals, value = word.partition("=")
    if not equals and option in _VALUED:
        value = next(words, "")
    return Argument(option, value)


def _short(word: str, words: Iterator[str]) -> Iterator[Argument]:
    for position in range(1, len(word)):
        option = _LONG.get(f"-{word[position]}", f"-{word[position]}")
        if option in _VALUED:
            yield Argument(option, word[position + 1 :].removeprefix("=") or next(words, ""))
            return
        yield Argument(option)
