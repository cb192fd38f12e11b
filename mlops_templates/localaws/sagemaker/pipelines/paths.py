"""Paths into documents, as property references and JsonGet write them: `Outputs['train'].S3Output.S3Uri`, `a.b[0]`."""

import re
from typing import Any

_TOKEN = re.compile(r"\[(?P<quote>['\"])(?P<key>.*?)(?P=quote)\]|\[(?P<index>\d+)\]|(?P<word>[^.\[\]]+)|\.")
_NAMES = ("OutputName", "InputName", "ChannelName", "MetricName", "VariantName", "ContainerHostname")
"""Members by which an entry of a list is addressed with a word."""


def tokens(path: str) -> list[str | int]:
    """The steps of a path.

    Raises:
        ValueError: the text is not a path.
    """
    found: list[str | int] = []
    position = 0
    while position < len(path):
        match = _TOKEN.match(path, position)
        if match is None:
            raise ValueError(f"'{path}' is not a path")
        position = match.end()
        if match["index"] is not None:
            found.append(int(match["index"]))
        elif match["key"] is not None or match["word"] is not None:
            found.append(match["key"] if match["key"] is not None else match["word"])
    return found


def look_up(document: Any, path: str) -> Any:
    """The value at a path.

    Raises:
        LookupError: nothing is there.
    """
    value = document
    for token in tokens(path):
        value = _member(value, token, path)
    return value


def _member(value: Any, token: str | int, path: str) -> Any:
    if isinstance(value, dict) and token in value:
        return value[token]
    if isinstance(value, list):
        if isinstance(token, int) and token < len(value):
            return value[token]
        named = [entry for entry in value if isinstance(entry, dict) and _is_named(entry, token)]
        if named:
            return named[0]
    raise LookupError(f"'{path}': there is no '{token}'")


def _is_named(entry: dict[str, Any], token: str | int) -> bool:
    return any(entry.get(name) == token for name in _NAMES)
