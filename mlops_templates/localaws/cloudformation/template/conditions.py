"""The Conditions section: its truth values, and values with every Fn::If decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.refusal import invalid, unresolved_condition


def truth_of_conditions(conditions: Mapping[str, Any], scope: Scope) -> dict[str, bool]:
    """Every condition's value, however they refer to each other."""
    known: dict[str, bool] = {}
    for name in conditions:
        _truth_of_name(name, _Context(conditions, scope, known), ())
    return known


class _Context:
    def __init__(self, conditions: Mapping[str, Any], scope: Scope, known: dict[str, bool]) -> None:
        self.conditions, self.scope, self.known = conditions, scope, known


def _truth_of_name(name: Any, context: _Context, under: tuple[str, ...]) -> bool:
    if name not in context.conditions:
        raise unresolved_condition(name, "Conditions")
    if name in under:
        raise invalid(f"Template format error: Circular dependency between conditions: [{', '.join(sorted(under))}]")
    if name not in context.known:
        context.known[name] = _truth(context.conditions[name], context, (*under, name))
    return context.known[name]


def _truth(value: Any, context: _Context, under: tuple[str, ...]) -> bool:
    match value:
        case {"Condition": str(name)} if len(value) == 1:
            return _truth_of_name(name, context, under)
        case {"Fn::Not": [inner]}:
            return not _truth(inner, context, under)
        case {"Fn::And": [_, _, *_] as inner} if len(inner) <= 10:
            return all(_truth(item, context, under) for item in inner)
        case {"Fn::Or": [_, _, *_] as inner} if len(inner) <= 10:
            return any(_truth(item, context, under) for item in inner)
        case {"Fn::Equals": [left, right]}:
            return bool(_comparable(left, context.scope) == _comparable(right, context.scope))
    raise invalid("Template format error: Conditions can only be boolean operations on parameters and other conditions")


def _comparable(value: Any, scope: Scope) -> Any:
    resolved = resolve(value, scope)
    return resolved if isinstance(resolved, list | dict) or resolved is None else text(resolved)


def decided(value: Any, truths: Mapping[str, bool]) -> Any:
    """The value with every Fn::If replaced by the branch that holds."""
    if isinstance(value, list):
        return [decided(item, truths) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) != {"Fn::If"}:
        return {key: decided(item, truths) for key, item in value.items()}
    match value["Fn::If"]:
        case [str(name), then, otherwise]:
            return decided(then if truths[name] else otherwise, truths)
    raise invalid("Template error: Fn::If requires a list argument with three elements")
