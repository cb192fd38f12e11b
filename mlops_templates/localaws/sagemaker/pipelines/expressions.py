"""Expressions of a definition, resolved: Get, Std:Join, Std:JsonGet."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.paths import look_up
from mlops_templates.localaws.sagemaker.pipelines.references import Reference, parse


class Unresolved(Exception):
    """An expression has no value."""


@dataclass(frozen=True)
class Scope:
    """Where the values come from."""

    parameters: Mapping[str, Any]
    execution: Mapping[str, Any]
    properties: Mapping[str, Document]
    read_property_file: Callable[[str, str], Any]
    """By step and name of the property file."""
    read_json: Callable[[str], Any]
    """By S3 address."""


def resolve(value: Any, scope: Scope) -> Any:
    """The value with every expression in it replaced by what it stands for."""
    if isinstance(value, list):
        return [resolve(member, scope) for member in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Get"}:
        return _get(parse(value["Get"]), scope)
    if set(value) == {"Std:Join"}:
        join = value["Std:Join"]
        return str(join["On"]).join(text(resolve(part, scope)) for part in join["Values"])
    if set(value) == {"Std:JsonGet"}:
        return _json_get(value["Std:JsonGet"], scope)
    return {key: resolve(member, scope) for key, member in value.items()}


def text(value: Any) -> str:
    """A value as it is joined: as JSON writes it, text without quotes."""
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _get(reference: Reference, scope: Scope) -> Any:
    if reference.kind == "Parameters" and reference.name in scope.parameters:
        return scope.parameters[reference.name]
    if reference.kind == "Execution" and reference.name in scope.execution:
        return scope.execution[reference.name]
    if reference.kind == "Steps" and reference.name in scope.properties:
        try:
            return look_up(scope.properties[reference.name], reference.path)
        except (LookupError, ValueError) as error:
            raise Unresolved(f"Unable to resolve Steps.{reference.name}.{reference.path}: {error}") from error
    raise Unresolved(f"Unable to resolve {reference.kind}.{reference.name}")


def _json_get(function: Document, scope: Scope) -> Any:
    path = text(resolve(function["Path"], scope))
    if "PropertyFile" in function:
        reference = parse(function["PropertyFile"]["Get"])
        document = scope.read_property_file(reference.name, reference.property_file)
    else:
        document = scope.read_json(text(resolve(function["S3Uri"], scope)))
    try:
        return look_up(document, path.removeprefix("$."))
    except (LookupError, ValueError) as error:
        raise Unresolved(f"Unable to resolve JsonGet: {error}") from error
