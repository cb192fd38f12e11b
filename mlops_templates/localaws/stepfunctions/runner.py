"""Running an execution: state after state, each with the data that the one before left."""

from __future__ import annotations

import json
import time
from fnmatch import fnmatchcase
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.stepfunctions.paths import at, filled
from mlops_templates.localaws.stepfunctions.state import Execution, now
from mlops_templates.localaws.stepfunctions.tasks import TaskFailedError, perform

PAUSE_SECONDS = 0.2
"""Between attempts, whatever a definition says: what is not there after that will not come here."""


def run(call: Call, execution: Execution) -> None:
    """From the state that comes next to the end; a server that ends meanwhile goes on there."""
    while execution.status == "RUNNING":
        state = execution.definition["States"][execution.at]
        try:
            _step(call, execution, state)
        except (TaskFailedError, KeyError, AwsError) as error:
            failed = error if isinstance(error, TaskFailedError) else TaskFailedError("States.Runtime", f"{error}")
            _end(execution, "FAILED", failed)


def _step(call: Call, execution: Execution, state: Document) -> None:
    kind, data = state["Type"], execution.data
    if kind == "Succeed":
        _end(execution, "SUCCEEDED")
    elif kind == "Fail":
        raise TaskFailedError(state.get("Error", ""), state.get("Cause", ""))
    elif kind == "Choice":
        chosen = next((rule["Next"] for rule in state["Choices"] if _holds(rule, data)), state.get("Default"))
        if chosen is None:
            raise TaskFailedError("States.NoChoiceMatched", f"no choice of {execution.at} matches")
        execution.at = chosen
    else:
        _work(call, execution, state)


def _work(call: Call, execution: Execution, state: Document) -> None:
    try:
        result = _result(call, execution, state)
    except TaskFailedError as error:
        catcher = next((each for each in state.get("Catch", ()) if _meant(each, error)), None)
        if catcher is None:
            raise
        told = {"Error": error.error, "Cause": error.cause}
        execution.data = _placed(execution.data, catcher.get("ResultPath", "$"), told)
        execution.at = catcher["Next"]
        return
    data = _placed(execution.data, state.get("ResultPath", "$"), result)
    execution.data = at(data, state.get("OutputPath", "$"))
    if state.get("End"):
        _end(execution, "SUCCEEDED")
    else:
        execution.at = state["Next"]


def _result(call: Call, execution: Execution, state: Document) -> Any:
    given = at(execution.data, state.get("InputPath", "$"))
    request = filled(state["Parameters"], given) if "Parameters" in state else given
    if state["Type"] == "Pass":
        return state.get("Result", request)
    answer = _tried(call, execution, state, request)
    return _selected(state["ResultSelector"], answer) if "ResultSelector" in state else answer


def _selected(selector: Document, answer: Any) -> Any:
    """A filter that finds nothing gives an empty list, and that is a result."""
    return filled(selector, answer)


def _tried(call: Call, execution: Execution, state: Document, request: Any) -> Any:
    attempts = 0
    while True:
        try:
            return perform(call, execution.role, state["Resource"], request)
        except TaskFailedError as error:
            retrier = next((each for each in state.get("Retry", ()) if _meant(each, error)), None)
            if retrier is None or attempts >= int(retrier.get("MaxAttempts", 3)):
                raise
            attempts += 1
            time.sleep(PAUSE_SECONDS)


def _meant(rule: Document, error: TaskFailedError) -> bool:
    return any(name in ("States.ALL", error.error) for name in rule["ErrorEquals"])


def _placed(data: Any, path: str | None, result: Any) -> Any:
    """The data with the result at a path of names; None drops the result."""
    if path is None:
        return data
    if path == "$":
        return result
    made = json.loads(json.dumps(data))
    *above, last = path.removeprefix("$.").split(".")
    place = made
    for name in above:
        place = place.setdefault(name, {})
    place[last] = result
    return made


def _holds(rule: Document, data: Any) -> bool:
    if "And" in rule:
        return all(_holds(each, data) for each in rule["And"])
    if "Or" in rule:
        return any(_holds(each, data) for each in rule["Or"])
    if "Not" in rule:
        return not _holds(rule["Not"], data)
    found = at(data, rule["Variable"])
    if "IsPresent" in rule:
        return (found is not None) is rule["IsPresent"]
    if "StringEqualsPath" in rule:
        return isinstance(found, str) and found == at(data, rule["StringEqualsPath"])
    if "StringMatches" in rule:
        return isinstance(found, str) and fnmatchcase(found, rule["StringMatches"])
    return any(found == rule[test] for test in ("BooleanEquals", "NumericEquals", "StringEquals") if test in rule)


def _end(execution: Execution, status: str, failure: TaskFailedError | None = None) -> None:
    if failure:
        execution.error, execution.cause = failure.error, failure.cause
    else:
        execution.output = json.dumps(execution.data)
    execution.ended, execution.status = now(), status
