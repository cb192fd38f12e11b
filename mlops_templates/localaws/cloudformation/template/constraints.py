"""What a parameter's declaration says of its values."""

from __future__ import annotations

import re
from typing import Any

from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

LISTS = {"List<Number>", "CommaDelimitedList"}
SSM_VALUE = re.compile(r"AWS::SSM::Parameter::Value<(String|List<String>|CommaDelimitedList)>")
_KEYS = {"Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "NoEcho"}
_KEYS |= {"MinLength", "MaxLength", "MinValue", "MaxValue"}
_NUMBERS = ("MinLength", "MaxLength", "MinValue", "MaxValue")
NAME_IN_STORE = "AWS::SSM::Parameter::Name"


def check_declaration(key: str, declaration: Document) -> None:
    """Refuse a declaration that nobody could satisfy."""
    if unknown := sorted(set(declaration) - _KEYS):
        raise invalid(f"Invalid template parameter property '{unknown[0]}'")
    _check_constraints(key, declaration)
    kind = declaration["Type"]
    if str(kind) not in {"String", "Number", NAME_IN_STORE} | LISTS and not SSM_VALUE.fullmatch(str(kind)):
        if str(kind).startswith(("AWS::", "List<AWS::")):
            raise not_emulated(f"the parameter type {kind}")
        raise invalid(f"Template format error: Unrecognized parameter type: {kind}")


def _check_constraints(key: str, declaration: Document) -> None:
    """The constraints make sense by themselves. How AWS words it when they do not is not documented."""
    place = f"[/Parameters/{key}]"
    for name in _NUMBERS:
        if name in declaration and not _is_number(declaration[name]):
            raise invalid(f"Template format error: {name} must be a number. {place}")
    allowed = declaration.get("AllowedValues", [""])
    if not isinstance(allowed, list) or not allowed or any(isinstance(item, list | dict) for item in allowed):
        raise invalid(f"Template format error: AllowedValues must be a list of strings. {place}")
    for name in ("Description", "ConstraintDescription", "AllowedPattern"):
        if isinstance(declaration.get(name), list | dict):
            raise invalid(f"Template format error: {name} must be a string. {place}")
    if isinstance(declaration.get("Default"), dict | list):
        raise invalid(f"Template format error: Every Default member must be a string. {place}")
    try:
        re.compile(text(declaration.get("AllowedPattern", "")))
    except re.error as error:
        raise invalid(f"Template format error: AllowedPattern is not a regular expression. {place}") from error


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return not isinstance(value, bool)


def check_text(key: str, declaration: Document, given: str) -> None:
    """Refuse a value that its declaration does not allow."""
    many = "List" in declaration["Type"] and not declaration["Type"].startswith("AWS::SSM")
    for item in listed(given) if many else [given]:
        if problem := _problem(declaration, item):
            reason = declaration.get("ConstraintDescription")
            raise invalid(
                f"Parameter {key} failed to satisfy constraint: {reason}" if reason else f"Parameter '{key}' {problem}"
            )


def _problem(declaration: Document, value: str) -> str | None:
    if "Number" in declaration["Type"]:
        return _number_problem(declaration, value)
    if len(value) < float(declaration.get("MinLength", 0)):
        return f"must contain at least {declaration['MinLength']} characters"
    if len(value) > float(declaration.get("MaxLength", len(value))):
        return f"must contain at most {declaration['MaxLength']} characters"
    pattern = declaration.get("AllowedPattern")
    if pattern is not None and not re.fullmatch(text(pattern), value):
        return f"must match pattern {pattern}"
    return _choice_problem(declaration, value)


def _number_problem(declaration: Document, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "must be a number."
    if number < float(declaration.get("MinValue", number)):
        return f"must be a number not less than {text(declaration['MinValue'])}"
    if number > float(declaration.get("MaxValue", number)):
        return f"must be a number not greater than {text(declaration['MaxValue'])}"
    return _choice_problem(declaration, value)


def _choice_problem(declaration: Document, value: str) -> str | None:
    allowed = declaration.get("AllowedValues")
    if allowed is not None and value not in [text(item) for item in allowed]:
        return "must be one of AllowedValues"
    return None


def listed(value: str) -> list[str]:
    """The members of a list given as one text."""
    return [item.strip() for item in value.split(",")] if value else []
