"""Conditions of a Condition step."""

import operator
from collections.abc import Callable
from typing import Any

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.expressions import Scope, Unresolved, resolve

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}
MEMBERS: dict[str, set[str]] = {
    **{name: {"Type", "LeftValue", "RightValue"} for name in COMPARISONS},
    "In": {"Type", "QueryValue", "Values"},
    "Not": {"Type", "Expression"},
    "Or": {"Type", "Conditions"},
}
"""The members that a condition of each type has."""


def holds(condition: Document, scope: Scope) -> bool:
    """Whether a condition is true."""
    kind = condition["Type"]
    if kind == "Not":
        return not holds(condition["Expression"], scope)
    if kind == "Or":
        return any(holds(part, scope) for part in condition["Conditions"])
    if kind == "In":
        return resolve(condition["QueryValue"], scope) in resolve(condition["Values"], scope)
    left, right = resolve(condition["LeftValue"], scope), resolve(condition["RightValue"], scope)
    try:
        return COMPARISONS[kind](left, right)
    except TypeError as error:
        raise Unresolved(f"Condition {kind} cannot compare {left!r} with {right!r}") from error
