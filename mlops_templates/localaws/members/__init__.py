"""Members of requests on which AWS acts and we do not: one table per service, beside this file.

    <Action>:
      refused:                 answered with "not emulated: <service>:<Action> <path>", unless the value is empty
        <path>:                ... or one of the values listed here, which ask for nothing beyond what is done anyway
      accepted:
        <path>: <reason>       taken without effect, and why nobody is misled
    "*":                       the same for every action of the service
    only: [<Action>, ...]      of a service that moto answers: these alone are passed on to it

A path leads through structures by the names of their members, and through lists without a word. A test
compares the tables with the API models: what an action neither reads nor lists here makes it fail.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Members:
    """What one action does with the members that it does not act on."""

    refused: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Harmless values by path."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Reasons by path."""


def refuse(service: str, action: str, request: Document) -> None:
    """Refuse a request that asks for what nobody emulates.

    Raises:
        AwsError: NotEmulated, naming the member.
    """
    for path, harmless in members_of(service, action).refused.items():
        for value in _values(request, path.split(".")):
            if value and value not in harmless:
                told = f" {value}" if harmless else ""
                raise not_emulated(f"{service}:{action} {path}{told}")


def members_of(service: str, action: str) -> Members:
    """The entry of an action, with what holds for all actions of the service."""
    table = _table(service)
    entries = [table.get("*") or {}, table.get(action) or {}]
    refused = {path: harmless or () for entry in entries for path, harmless in (entry.get("refused") or {}).items()}
    accepted = {path: reason for entry in entries for path, reason in (entry.get("accepted") or {}).items()}
    return Members(refused, accepted)


def listed(service: str) -> frozenset[str]:
    """The actions that have an entry of their own."""
    return frozenset(_table(service)) - {"*", "only"}


def only(service: str) -> frozenset[str]:
    """The actions that alone are passed on to moto; none when all are."""
    return frozenset(_table(service).get("only") or ())


def passed_on(service: str, action: str) -> bool:
    """Whether moto may answer an action."""
    return not only(service) or action in only(service)


@functools.cache
def _table(service: str) -> Document:
    path = _FOLDER / f"{service}.yaml"
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}


def _values(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Every value at a path; a list is gone through."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _values(value[path[0]], path[1:])
