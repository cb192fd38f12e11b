"""What a definition may hold here; everything else of Amazon States Language is refused by name."""

from __future__ import annotations

import json
import re

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.stepfunctions.paths import compiled

INTEGRATION = re.compile(r"arn:aws[a-z-]*:states:::(aws-sdk:)?(?P<service>[a-z0-9]+):(?P<action>[A-Za-z0-9]+)")
_FLOW = {"Comment", "End", "Next", "Type"}
_DATA = {"InputPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector"}
FIELDS = {
    "Choice": {"Choices", "Comment", "Default", "Type"},
    "Fail": {"Cause", "Comment", "Error", "Type"},
    "Pass": {*_FLOW, *_DATA, "Result"} - {"ResultSelector"},
    "Succeed": {"Comment", "Type"},
    "Task": {*_FLOW, *_DATA, "Catch", "Resource", "Retry"},
}
TESTS = ("BooleanEquals", "IsPresent", "NumericEquals", "StringEquals", "StringEqualsPath", "StringMatches")
_KNOWN = {*FIELDS, "Map", "Parallel", "Wait"}


def read(text: str) -> Document:
    """The definition.

    Raises:
        AwsError: InvalidDefinition, or NotEmulated.
    """
    try:
        found: Document = json.loads(text)
        states = found["States"]
        start = found["StartAt"]
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid(f"INVALID_JSON_DESCRIPTION: {error}") from error
    if found.get("QueryLanguage", "JSONPath") != "JSONPath":
        raise not_emulated(f"the QueryLanguage {found['QueryLanguage']} of a state machine")
    if start not in states:
        raise _invalid(f"MISSING_TRANSITION_TARGET: Missing 'Next' target: {start} at /StartAt")
    for name, state in states.items():
        _check(name, state, states)
    return found


def _check(name: str, state: Document, states: Document) -> None:
    kind = state.get("Type", "")
    if kind not in FIELDS:
        if kind in _KNOWN:
            raise not_emulated(f"states of the type {kind}")
        raise _invalid(f"SCHEMA_VALIDATION_FAILED: Value is not a valid state type at /States/{name}/Type")
    if strange := sorted(set(state) - FIELDS[kind]):
        raise not_emulated(f"{strange[0]} of a state of the type {kind}")
    for target in _targets(state):
        if target not in states:
            raise _invalid(f"MISSING_TRANSITION_TARGET: Missing 'Next' target: {target} at /States/{name}")
    if kind in ("Pass", "Task") and bool(state.get("End")) == ("Next" in state):
        raise _invalid(f"SCHEMA_VALIDATION_FAILED: a state has one of Next and End at /States/{name}")
    if kind == "Task" and not INTEGRATION.fullmatch(state["Resource"]):
        raise not_emulated(f"a task of {state['Resource']}")
    for rule in state.get("Choices", ()):
        _check_rule(rule)


def _check_rule(rule: Document) -> None:
    parts = [*rule.get("And", ()), *rule.get("Or", ()), *([rule["Not"]] if "Not" in rule else [])]
    for part in parts:
        _check_rule(part)
    if not parts:
        compiled(rule["Variable"])
        if strange := sorted(set(rule) - {"Next", "Variable", *TESTS}):
            raise not_emulated(f"{strange[0]} of a choice")


def _targets(state: Document) -> list[str]:
    rows = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    return [row[key] for row in rows for key in ("Default", "Next") if key in row]


def _invalid(reason: str) -> AwsError:
    return AwsError("InvalidDefinition", f"Invalid State Machine Definition: '{reason}'")
