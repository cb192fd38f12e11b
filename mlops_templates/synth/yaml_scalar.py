"""Texts and numbers as libyaml writes them on one line: quoted where a reader would take them for something else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from yaml.resolver import Resolver

NEEDS_QUOTES = re.compile(r"\Z|[ #,\[\]{}&*!|>'\"%@`]|[?-](?: |\Z)|---|\.\.\.|.*(?:: | #|[: ]\Z)")
USUAL = re.compile("[ -~]{0,700}")
LONGEST_KEY = 128
WORDS = {None: "null", True: "true", False: "false"}


class UnusualError(Exception):
    """A value that wants several lines, escapes, or a type that templates seldom have."""


def scalar(value: Any, tag: str = "") -> str:
    """What follows `key:` or `-`; behind a tag a text need not show that it is a text."""
    if type(value) is str:
        return f"{tag} {_text(value, told=bool(tag))}"
    if type(value) is int:
        return f"{tag} {value}"
    if value is None or type(value) is bool:
        return f"{tag} {WORDS[value]}"
    if value == [] or value == {}:
        return f"{tag} {value}"
    raise UnusualError(value)


def key(value: Any) -> str:
    if type(value) is not str or len(value) > LONGEST_KEY:
        raise UnusualError(value)
    return _text(value, told=False)


@lru_cache(maxsize=8192)
def _text(text: str, *, told: bool) -> str:
    if not USUAL.fullmatch(text) or (told and not text):
        raise UnusualError(text)
    if NEEDS_QUOTES.match(text) or not (told or _is_text(text)):
        return "'" + text.replace("'", "''") + "'"
    return text


def _is_text(text: str) -> bool:
    """Whether a reader takes it, without quotes, for a text and not for a number, a date or a truth."""
    return not any(kind.match(text) for _, kind in Resolver.yaml_implicit_resolvers.get(text[0], ()))
