"""Patterns of policies: `*` and `?`, and variables such as `${aws:PrincipalAccount}`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

Context = Mapping[str, tuple[str, ...]]
"""The condition keys of a request, in lower case, with their values. A key that is not there is absent."""

_VARIABLE = re.compile(r"\$\{([^}]+)\}")


def any_action_fits(patterns: tuple[str, ...], action: str) -> bool:
    """Whether any of the patterns means an action; case does not count."""
    return _actions(patterns).match(action) is not None


def fits(pattern: str, value: str, context: Context | None = None) -> bool:
    """Whether a value is meant; a variable without a value in the context fits nothing."""
    if "${" not in pattern:
        return _regex(pattern).match(value) is not None
    expression = _with_variables(pattern, context or {})
    return expression is not None and re.match(expression, value, re.DOTALL) is not None


def arn_fits(pattern: str, arn: str, context: Context | None = None) -> bool:
    """As the Arn operators compare: each of the six parts by itself."""
    parts, found = _parts(pattern), arn.split(":", 5)
    if len(parts) != 6 or len(found) != 6:
        return pattern == "*"
    return all(fits(part, value, context) for part, value in zip(parts, found, strict=True))


def substituted(text: str, context: Context) -> str | None:
    """The text with its variables replaced, for operators that know no wildcards; None when one has no value."""
    pieces = []
    for literal, name in _pieces(text):
        pieces.append(literal)
        if name:
            value = _value(name, context)
            if value is None:
                return None
            pieces.append(value)
    return "".join(pieces)


@functools.lru_cache(maxsize=8192)
def _parts(pattern: str) -> list[str]:
    """The parts of an ARN; the colons in the name of a variable part nothing."""
    hidden = _VARIABLE.sub(lambda found: found.group().replace(":", "\0"), pattern)
    return [part.replace("\0", ":") for part in hidden.split(":", 5)]


@functools.lru_cache(maxsize=8192)
def _actions(patterns: tuple[str, ...]) -> re.Pattern[str]:
    choices = "|".join(map(_expression, patterns)) if patterns else "(?!)"
    return re.compile(rf"(?:{choices})\Z", re.IGNORECASE)


@functools.lru_cache(maxsize=8192)
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_expression(pattern) + r"\Z", re.DOTALL)


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")


def _with_variables(pattern: str, context: Context) -> str | None:
    expression = ""
    for literal, name in _pieces(pattern):
        expression += _expression(literal)
        if name:
            value = _value(name, context)
            if value is None:
                return None
            # The value of a variable is never a pattern, whatever characters it has.
            expression += re.escape(value)
    return expression + r"\Z"


def _pieces(text: str) -> list[tuple[str, str]]:
    """Literals, each with the name of the variable behind it; the last has none."""
    split = _VARIABLE.split(text)
    return list(zip(split[::2], [*split[1::2], ""], strict=True))


def _value(name: str, context: Context) -> str | None:
    if name in ("*", "?", "$"):
        return name
    key, _, default = name.partition(",")
    values = context.get(key.strip().lower(), ())
    if len(values) == 1:
        return values[0]
    return default.strip().strip("'") if default else None
