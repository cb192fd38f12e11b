"""Policy documents as values."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    """One line of a Condition block: all lines of a statement must hold."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One statement; an element that the document does not have is None."""

    allows: bool
    sid: str = ""
    actions: tuple[str, ...] | None = None
    not_actions: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None
    not_resources: tuple[str, ...] | None = None
    principals: tuple[tuple[str, str], ...] | None = None
    """Kind (`AWS`, `Service`, `Federated`, or `*` for everybody) and value."""
    not_principals: tuple[tuple[str, str], ...] | None = None
    conditions: tuple[Condition, ...] = ()


Statements = tuple[Statement, ...]


class MalformedPolicyError(ValueError):
    """A text that is no policy document."""


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Statements:
    """The statements of a document.

    Raises:
        MalformedPolicyError: it is no JSON, or has no statements.
    """
    try:
        given = json.loads(text)["Statement"]
        return tuple(_statement(each) for each in (given if isinstance(given, list) else [given]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedPolicyError(f"not a policy document: {error}") from error


def _statement(given: Mapping[str, Any]) -> Statement:
    return Statement(
        allows={"Allow": True, "Deny": False}[given["Effect"]],
        sid=given.get("Sid", ""),
        actions=_words(given, "Action"),
        not_actions=_words(given, "NotAction"),
        resources=_words(given, "Resource"),
        not_resources=_words(given, "NotResource"),
        principals=_principals(given, "Principal"),
        not_principals=_principals(given, "NotPrincipal"),
        conditions=tuple(
            Condition(operator, key.lower(), _texts(values))
            for operator, lines in given.get("Condition", {}).items()
            for key, values in lines.items()
        ),
    )


def _words(given: Mapping[str, Any], element: str) -> tuple[str, ...] | None:
    return _texts(given[element]) if element in given else None


def _principals(given: Mapping[str, Any], element: str) -> tuple[tuple[str, str], ...] | None:
    if element not in given:
        return None
    value = given[element]
    if isinstance(value, str):
        return (("*", value),)
    return tuple((kind, each) for kind, names in value.items() for each in _texts(names))


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in values)
