"""What EventBridge refuses of a rule and its targets; moto keeps them without asking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.events.payload import PLACEHOLDER
from mlops_templates.localaws.events.targets import SERVICES

ROLES_NEEDED = frozenset({"codebuild", "codepipeline", "sagemaker", "states"})
"""Services whose targets EventBridge calls with a role of the rule's owner only."""
_INPUTS = ("Input", "InputPath", "InputTransformer")
_MATCHES = frozenset(
    {"anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"}
)


def check(operation: str, request: Document) -> None:
    """Refuse a pattern that can match nothing and a target that can receive nothing.

    Raises:
        AwsError: InvalidEventPatternException or ValidationException.
    """
    if operation == "PutRule" and (reason := next(_wrong(_pattern(request.get("EventPattern") or "{}")), "")):
        raise AwsError("InvalidEventPatternException", f"Event pattern is not valid. Reason: {reason}")
    if operation == "PutTargets":
        for target in request["Targets"]:
            _check_target(target)


def _pattern(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}  # moto has AWS's words for what is no JSON


def _wrong(pattern: Any) -> Iterator[str]:
    for name, value in pattern.items() if isinstance(pattern, dict) else ():
        if isinstance(value, dict):
            yield from _wrong(value)
        for each in value if isinstance(value, list) else ():
            yield from _wrong(each) if name == "$or" else _wrong_match(each)


def _wrong_match(match: Any) -> Iterator[str]:
    if isinstance(match, list):
        yield "Match value must be String, number, true, false, or null"
    if not isinstance(match, dict):
        return
    if len(match) != 1:
        yield "Only one key allowed in match expression"
    elif not match.keys() & _MATCHES:
        yield f"Unrecognized match type {next(iter(match))}"
    elif not isinstance(match.get("exists", True), bool):
        yield "exists match pattern must be either true or false."


def _check_target(target: Document) -> None:
    arn, name = target["Arn"], target["Id"]
    if arn.split(":")[2:3] and arn.split(":")[2] in ROLES_NEEDED and not target.get("RoleArn"):
        raise _invalid(f"RoleArn is required for target {arn}.")
    _check_kind(arn, target)
    if sum(member in target for member in _INPUTS) > 1:
        raise _invalid(f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}.")
    if "Input" in target and _problem(target["Input"]):
        raise _invalid(f"JSON syntax error in input for target {name}")
    if "InputTransformer" in target:
        _check_transformer(name, target["InputTransformer"])


def _check_kind(arn: str, target: Document) -> None:
    """Refuse what the service of the target does not take."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return  # moto has AWS's words for what is no ARN
    service, resource = parts[2], parts[5]
    if service not in SERVICES:
        raise not_emulated(f"an EventBridge target of the service {service}")
    pipeline = service == "sagemaker" and resource.startswith("pipeline/")
    if service == "sagemaker" and not pipeline:
        raise _invalid(f"{arn} is not a supported target.")
    if "SageMakerPipelineParameters" in target and not pipeline:
        raise _invalid(f"Parameter(s) SageMakerPipelineParameters not supported for target {arn}.")
    if service == "events" and resource != "event-bus/default":
        raise not_emulated("an event bus other than the default one")
    if service == "events" and any(member in target for member in _INPUTS):
        raise _invalid(f"Parameter(s) {', '.join(_INPUTS)} not supported for target {arn}.")


def _check_transformer(name: str, transformer: Document) -> None:
    template = transformer["InputTemplate"]
    for placeholder in PLACEHOLDER.findall(template):
        if placeholder.startswith("aws.events."):
            raise not_emulated(f"the variable <{placeholder}> of an InputTemplate")
        if placeholder not in transformer.get("InputPathsMap", {}):
            raise _invalid(f"InputTemplate for target {name} contains invalid placeholder {placeholder}.")
    filled = PLACEHOLDER.sub("null", template)
    lines = [line for line in filled.splitlines() if line.strip()]
    problem = _problem(filled)
    if problem and any(_problem(line) for line in lines):
        raise _invalid(f'Invalid InputTemplate for target {name} : [Source: (String)"{filled}"; {problem}].')


def _problem(text: str) -> str:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"line: {error.lineno}, column: {error.colno}"
    except RecursionError:
        return "line: 1, column: 1"
    return ""


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
