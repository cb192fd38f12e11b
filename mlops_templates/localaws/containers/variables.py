"""Variables in the words of a dockerfile: `$NAME`, `${NAME}`, `${NAME:-else}`, `${NAME:+then}`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from mlops_templates.localaws.containers.instructions import Instruction

_USE = re.compile(r"\\\$|\$(?:(?P<plain>\w+)|\{(?P<name>\w+)(?:(?P<how>:[-+])(?P<word>[^{}]*))?\}|(?P<odd>\{))")
_PAIR = re.compile(r"(?P<name>[\w.-]+)=(?P<value>.*)", re.DOTALL)


def expand(instruction: Instruction, text: str, known: Mapping[str, str]) -> str:
    """The text with the values of variables; a variable that is not set is empty.

    Raises:
        DockerfileError: for a form of docker's that nobody emulates.
    """

    def value(match: re.Match[str]) -> str:
        if match["odd"]:
            raise instruction.refuse(f"this use of a variable: {text}")
        name = match["plain"] or match["name"]
        if name is None:
            return "$"
        set_to = known.get(name, "")
        if match["how"] == ":-":
            return set_to or match["word"]
        return (match["word"] if set_to else "") if match["how"] == ":+" else set_to

    return _USE.sub(value, text)


def split(instruction: Instruction, text: str) -> list[str]:
    """The words of an instruction, without their quotes.

    Raises:
        DockerfileError: a quote is not closed.
    """
    try:
        return shlex.split(text)
    except ValueError as error:
        raise instruction.refuse(f"{instruction.word} {text} ({error})") from None


def pairs(instruction: Instruction, known: Mapping[str, str]) -> dict[str, str]:
    """The `name=value` of ENV and LABEL, and the old form `ENV name value`."""
    found: dict[str, str] = {}
    words = split(instruction, expand(instruction, instruction.rest, known))
    if instruction.word == "ENV" and len(words) > 1 and "=" not in words[0]:
        return {words[0]: " ".join(words[1:])}
    for word in words:
        match = _PAIR.fullmatch(word)
        if match is None:
            raise instruction.refuse(f"{instruction.word} {word} (docker wants name=value)")
        found[match["name"]] = match["value"]
    return found
