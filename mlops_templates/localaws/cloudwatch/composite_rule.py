"""The rule of a composite alarm: `ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA(c))`."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch.announcements import stamp
from mlops_templates.localaws.cloudwatch.state import Alarm, CloudWatchState
from mlops_templates.localaws.cloudwatch.transitions import Verdict

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

Rule = Callable[[Callable[[str], str]], bool]
"""Whether the rule holds, given the state of an alarm by its name or ARN."""

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
_TOKEN = re.compile(r'\s*(\(|\)|"[^"]*"|[^\s()"]+)')


class BadRuleError(ValueError):
    """A text that is no rule."""


@functools.lru_cache(maxsize=256)
def parse(text: str) -> tuple[Rule, tuple[str, ...]]:
    """The rule and the names of the alarms that it is made of.

    Raises:
        BadRuleError: the text cannot be read.
    """
    tokens = list(_TOKEN.findall(text))
    if _TOKEN.sub("", text).strip():
        raise BadRuleError(text)
    reader = _Reader(tokens)
    rule = reader.either()
    if reader.left:
        raise BadRuleError(text)
    return rule, tuple(dict.fromkeys(reader.names))


class _Reader:
    """Reads tokens from the left: OR binds less than AND, AND less than NOT."""

    def __init__(self, tokens: list[str]) -> None:
        self.left = tokens
        self.names: list[str] = []

    def either(self) -> Rule:
        rules = [self._both()]
        while self._takes("OR"):
            rules.append(self._both())
        return lambda state: any(rule(state) for rule in rules)

    def _both(self) -> Rule:
        rules = [self._one()]
        while self._takes("AND"):
            rules.append(self._one())
        return lambda state: all(rule(state) for rule in rules)

    def _one(self) -> Rule:
        if self._takes("NOT"):
            inner = self._one()
            return lambda state: not inner(state)
        if self._takes("("):
            inner = self.either()
            self._need(")")
            return inner
        word = self._next()
        if word in ("TRUE", "FALSE"):
            return lambda state: word == "TRUE"
        if word not in STATES:
            raise BadRuleError(word)
        self._need("(")
        name = self._next().strip('"')
        self._need(")")
        self.names.append(name)
        return lambda state: state(name) == word

    def _next(self) -> str:
        if not self.left:
            raise BadRuleError("the rule ends too early")
        return self.left.pop(0)

    def _takes(self, word: str) -> bool:
        return bool(self.left) and self.left[0] == word and bool(self.left.pop(0))

    def _need(self, word: str) -> None:
        if self._next() != word:
            raise BadRuleError(f"{word} is missing")


def children(call: Call, alarm: Alarm) -> Iterator[Alarm]:
    """The alarms that a composite one is made of, as far as they exist."""
    held = call.state(CloudWatchState).alarms
    for name in parse(alarm.settings["AlarmRule"])[1]:
        if found := held.get(plain(name)):
            yield found


def mentions(alarm: Alarm, child: Alarm) -> bool:
    """Whether a composite alarm is made of another one."""
    return child.name in map(plain, parse(alarm.settings["AlarmRule"])[1])


def plain(name: str) -> str:
    """The name of an alarm that is given by its name or ARN."""
    return name.partition(":alarm:")[2] if name.startswith("arn:") else name


def verdict(call: Call, alarm: Alarm) -> Verdict:
    """The state of a composite alarm: ALARM when its rule holds, else OK."""
    rule, _ = parse(alarm.settings["AlarmRule"])
    held = call.state(CloudWatchState).alarms

    def state(name: str) -> str:
        found = held.get(plain(name))
        return found.state if found else "INSUFFICIENT_DATA"

    holds = rule(state)
    told = [_child(child) for child in children(call, alarm)]
    last = max(children(call, alarm), key=lambda child: child.updated, default=None)
    reason = f"alarm rule is evaluated to {'ALARM' if holds else 'OK'}"
    if last is not None:
        moment = last.updated.strftime("%A %d %B, %Y %H:%M:%S UTC")
        reason = f"{last.arn} transitioned to {last.state} at {moment}"
    return Verdict("ALARM" if holds else "OK", reason, json.dumps({"triggeringAlarms": told}))


def _child(alarm: Alarm) -> dict[str, object]:
    return {"arn": alarm.arn, "state": {"value": alarm.state, "timestamp": stamp(alarm.updated)}}
