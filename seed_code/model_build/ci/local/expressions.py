"""The expressions of a pipeline definition: parameters, properties of steps, joined texts, values in JSON files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = re.compile(r"\['([^']+)'\]|\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True)
class Scope:
    """What expressions refer to; steps add to it when they end."""

    parameters: Mapping[str, Any]
    execution: Mapping[str, str]
    properties: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)

    def get(self, reference: str) -> Any:
        kind, _, rest = reference.partition(".")
        if kind == "Parameters":
            return self.parameters[rest]
        if kind == "Execution":
            return self.execution[rest]
        step, _, path = rest.partition(".")
        return look_up(self.properties[step], path)

    def read(self, source: Mapping[str, Any]) -> Any:
        return look_up(self.files[source["PropertyFile"]["Get"]], source["Path"])


def resolve(value: Any, scope: Scope) -> Any:
    if isinstance(value, list):
        return [resolve(item, scope) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Get"}:
        return scope.get(value["Get"])
    if set(value) == {"Std:Join"}:
        return value["Std:Join"]["On"].join(str(resolve(item, scope)) for item in value["Std:Join"]["Values"])
    if set(value) == {"Std:JsonGet"}:
        return scope.read(value["Std:JsonGet"])
    return {key: resolve(item, scope) for key, item in value.items()}


def look_up(document: Any, path: str) -> Any:
    for word, number, name in TOKEN.findall(path):
        document = document[int(number) if number else word or name]
    return document


COMPARISONS = {
    "GreaterThanOrEqualTo": lambda left, right: left >= right,
    "LessThanOrEqualTo": lambda left, right: left <= right,
}


def holds(condition: Mapping[str, Any], scope: Scope) -> bool:
    left, right = (resolve(condition[side], scope) for side in ("LeftValue", "RightValue"))
    return COMPARISONS[condition["Type"]](left, right)
