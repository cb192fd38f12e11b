"""Expressions of workflows, `${{ ... }}`: what GitHub says they mean, as far as it is emulated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.workflows.refusal import WorkflowRefusedError

Value = Any
"""A text, a number, a truth value, nothing, or a mapping."""

STATUS = ("always", "cancelled", "failure", "success")
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)"
    r"|(?P<sign>==|!=|&&|\|\||!|\(|\)|,))"
)
_INSIDE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Scope:
    """What an expression can name, and how things went so far."""

    contexts: Mapping[str, Mapping[str, Value]]
    status: Mapping[str, bool] = field(default_factory=dict)


def asks_for_status(text: str) -> bool:
    """Whether a condition decides by itself what failures and skipped jobs mean."""
    return any(re.search(rf"\b{name}\(", text) for name in STATUS)


def evaluate(text: str, scope: Scope, place: str) -> Value:
    """The value of an expression.

    Raises:
        WorkflowRefusedError: it is none, or uses what is not emulated.
    """
    whole = _INSIDE.fullmatch(text.strip())
    reader = _Reader(_tokens(whole[1] if whole else text, place), scope, place)
    value = reader.either()
    if reader.left:
        raise WorkflowRefusedError(place, f"expression {text.strip()!r}")
    return value


def fill(text: str, scope: Scope, place: str) -> str:
    """A text with the values of its expressions."""
    return _INSIDE.sub(lambda found: text_of(evaluate(found[1], scope, place)), text)


def text_of(value: Value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tokens(text: str, place: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise WorkflowRefusedError(place, f"{text[at:].strip()!r} in an expression")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], scope: Scope, place: str) -> None:
        self.left, self._scope, self._place = tokens, scope, place

    def either(self) -> Value:
        value = self._both()
        while self._takes("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Value:
        value = self._compared()
        while self._takes("&&"):
            other = self._compared()
            value = value and other
        return value

    def _compared(self) -> Value:
        value = self._single()
        for sign, wanted in (("==", True), ("!=", False)):
            if self._takes(sign):
                return _same(value, self._single()) is wanted
        return value

    def _single(self) -> Value:
        if self._takes("!"):
            return not self._single()
        if self._takes("("):
            value = self.either()
            self._close()
            return value
        kind, text = self.left.pop(0) if self.left else ("", "")
        readers: Mapping[str, Callable[[str], Value]] = {
            "text": lambda text: text[1:-1].replace("''", "'"),
            "number": float,
            "name": self._named,
        }
        if kind not in readers:
            raise WorkflowRefusedError(self._place, f"{text or 'the end'!r} in an expression")
        return readers[kind](text)

    def _named(self, name: str) -> Value:
        if name in _WORDS:
            return _WORDS[name]
        if self._takes("("):
            if name not in STATUS or name not in self._scope.status:
                raise WorkflowRefusedError(self._place, f"{name}() in an expression")
            self._close()
            return self._scope.status[name]
        root, *path = name.split(".")
        if root not in self._scope.contexts:
            raise WorkflowRefusedError(self._place, f"context {root}")
        value: Value = self._scope.contexts[root]
        if root == "github" and path[:1] and path[0] not in value:
            raise WorkflowRefusedError(self._place, name)
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def _takes(self, sign: str) -> bool:
        if self.left[:1] == [("sign", sign)]:
            self.left.pop(0)
            return True
        return False

    def _close(self) -> None:
        if not self._takes(")"):
            raise WorkflowRefusedError(self._place, "an expression without its closing bracket")


def _same(one: Value, other: Value) -> bool:
    """Texts without regard to case; nothing is like an empty text."""
    texts = [text_of(each).lower() for each in (one, other)]
    return texts[0] == texts[1]
