"""The JSONPath of batch transform: `$`, `.name`, `['a','b']`, `[0,2]`, `[1:]`, and `*` in place of a name or number."""

import re
from typing import Any

_STEP = re.compile(r"\.(?P<name>[^.\[\]*\s]+)|\.(?P<every>\*)|\[(?P<inside>[^\]]*)\]")
_SLICE = re.compile(r"(-?\d*):(-?\d*)")


class BadPathError(ValueError):
    """The text is not a path that batch transform knows."""


Step = str | int | slice | tuple["Step", ...] | None
"""A name, a number, a range, several of them, or everything (None)."""


def parse(path: str) -> list[Step]:
    """The steps of a path.

    Raises:
        BadPathError: it is none.
    """
    if not path.startswith("$"):
        raise BadPathError(f"'{path}' must begin with $")
    steps: list[Step] = []
    position = 1
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            raise BadPathError(f"'{path}' is not a JSONPath that batch transform supports")
        position = match.end()
        steps.append(match["name"] if match["name"] else None if match["every"] else _inside(match["inside"], path))
    return steps


def select(value: Any, steps: list[Step]) -> Any:
    """What a path selects.

    Raises:
        LookupError: nothing is there.
    """
    for number, step in enumerate(steps):
        if step is None:
            members = value.values() if isinstance(value, dict) else value
            return [select(member, steps[number + 1 :]) for member in members]
        value = _member(value, step)
    return value


def _inside(text: str, path: str) -> Step:
    parts = tuple(_part(part.strip(), path) for part in text.split(","))
    return parts[0] if len(parts) == 1 else parts


def _part(text: str, path: str) -> Step:
    if text == "*":
        return None
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if found := _SLICE.fullmatch(text):
        return slice(*(int(end) if end else None for end in found.groups()))
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    raise BadPathError(f"'{path}' is not a JSONPath that batch transform supports")


def _member(value: Any, step: Step) -> Any:
    if isinstance(step, tuple):
        if isinstance(value, dict):
            return {str(part): _member(value, part) for part in step}
        return [_member(value, part) for part in step]
    if isinstance(step, str) and isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(step, int | slice) and isinstance(value, list):
        return value[step]
    raise LookupError(f"there is no {step!r}")
