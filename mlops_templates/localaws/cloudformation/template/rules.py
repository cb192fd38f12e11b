"""The Rules section: what the values of parameters must satisfy together.

The words in which AWS tells that an assertion failed are not documented; what is sure to be in them is the
AssertDescription.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.references import references
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_FUNCTIONS = {
    f"Fn::{name}" for name in ("And", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "Not", "Or", "RefAll")
} | {"Ref"}
_OF_ATTRIBUTES = {"Fn::ValueOf", "Fn::ValueOfAll"}


@dataclass(frozen=True)
class Values:
    """What a rule may ask for."""

    names: Mapping[str, Any]
    """The values of parameters and pseudo parameters."""
    types: Mapping[str, str]
    """The types of the parameters, by name."""


def check_rules_shape(rules: Document, names: frozenset[str]) -> None:
    """Refuse rules that could never be judged: a wrong structure, a foreign function, a name that is no parameter."""
    for name, rule in rules.items():
        if not isinstance(rule, dict) or not isinstance(rule.get("Assertions"), list) or not rule["Assertions"]:
            raise invalid(f"Template format error: Rule {name} must contain a list of Assertions. [/Rules/{name}]")
        if unknown := sorted(set(rule) - {"RuleCondition", "Assertions"}):
            raise invalid(f"Template format error: Invalid rule property '{unknown[0]}' [/Rules/{name}]")
        for assertion in rule["Assertions"]:
            if not isinstance(assertion, dict) or "Assert" not in assertion:
                raise invalid(f"Template format error: Every assertion must contain an Assert. [/Rules/{name}]")
        _check_functions(name, rule)
        foreign = {item.name for item in references(rule)} - names
        if foreign:
            raise invalid(
                f"Template format error: Unresolved dependencies [{', '.join(sorted(foreign))}]. "
                "Cannot reference resources in the Rules block of the template"
            )


def check_rules(rules: Document, values: Values) -> None:
    """Refuse values that break a rule whose condition holds.

    Raises:
        AwsError: `ValidationError` with the AssertDescription.
    """
    for name, rule in rules.items():
        if "RuleCondition" in rule and not _truth(rule["RuleCondition"], values):
            continue
        for assertion in rule["Assertions"]:
            if not _truth(assertion["Assert"], values):
                words = assertion.get("AssertDescription", "no description")
                raise invalid(f"Template error: Rule {name} failed assertion: {words}")


def _check_functions(name: str, value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _check_functions(name, item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in _OF_ATTRIBUTES:
                raise not_emulated(f"{key} in the rule {name}")
            if key.startswith("Fn::") and key not in _FUNCTIONS:
                raise invalid(f"Template error: Encountered unsupported function: {key} in the rule {name}")
            _check_functions(name, item)


def _truth(value: Any, values: Values) -> bool:
    match value:
        case {"Fn::And": [_, _, *_] as inner} if len(inner) <= 10:
            return all(_truth(item, values) for item in inner)
        case {"Fn::Or": [_, _, *_] as inner} if len(inner) <= 10:
            return any(_truth(item, values) for item in inner)
        case {"Fn::Not": [inner]}:
            return not _truth(inner, values)
        case {"Fn::Equals": [left, right]}:
            return bool(_value(left, values) == _value(right, values))
        case {"Fn::Contains": [strings, string]}:
            return _value(string, values) in _list(strings, values)
        case {"Fn::EachMemberEquals": [strings, string]}:
            return all(item == _value(string, values) for item in _list(strings, values))
        case {"Fn::EachMemberIn": [strings, allowed]}:
            return set(_list(strings, values)) <= set(_list(allowed, values))
    raise invalid("Template error: every rule condition and assertion must be a function that gives true or false")


def _value(value: Any, values: Values) -> Any:
    match value:
        case {"Ref": str(name)}:
            return values.names.get(name)
        case {"Fn::RefAll": str(kind)}:
            return [values.names[name] for name, found in values.types.items() if found == kind]
        case list():
            return [_value(item, values) for item in value]
        case dict():
            return _truth(value, values)
    return text(value)


def _list(value: Any, values: Values) -> list[str]:
    found = _value(value, values)
    if not isinstance(found, list):
        raise invalid("Template error: a rule compares the members of a list, and was given something else")
    return [str(item) for item in found]
