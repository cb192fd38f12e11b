"""The values of a template's parameters, checked against their declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_LISTS = {"List<Number>", "CommaDelimitedList"}
_SSM_VALUE = re.compile(r"AWS::SSM::Parameter::Value<(String|List<String>|CommaDelimitedList)>")
_KEYS = {"Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "NoEcho"}
_KEYS |= {"MinLength", "MaxLength", "MinValue", "MaxValue"}
_NUMBERS = ("MinLength", "MaxLength", "MinValue", "MaxValue")
_NAME_IN_STORE = "AWS::SSM::Parameter::Name"
_MOST_BYTES = 4096


@dataclass(frozen=True)
class ParameterValue:
    """One parameter as given, and as the template sees it."""

    key: str
    given: str
    resolved: Any
    hidden: bool = False
    from_store: bool = False

    def document(self) -> Document:
        """What the API shows."""
        value: Document = {"ParameterKey": self.key, "ParameterValue": "****" if self.hidden else self.given}
        if self.from_store:
            value["ResolvedValue"] = self.resolved if isinstance(self.resolved, str) else ",".join(self.resolved)
        return value


def parameter_values(
    declarations: Mapping[str, Document],
    given: Iterable[Document],
    previous: Mapping[str, ParameterValue],
    read_store: Callable[[str], str],
) -> dict[str, ParameterValue]:
    """The value of every declared parameter.

    Args:
        declarations: The Parameters section.
        given: ParameterKey with ParameterValue or UsePreviousValue.
        previous: The values of the stack before this update.
        read_store: The value of a parameter of the SSM parameter store.

    Raises:
        AwsError: `ValidationError` for a missing, an extra or an unfit value.
    """
    texts = _given_texts(list(given), declarations, previous)
    for key, declaration in declarations.items():
        _check_declaration(key, declaration)
        if key not in texts and "Default" in declaration:
            texts[key] = text(declaration["Default"])
    if missing := [key for key in declarations if key not in texts]:
        raise invalid(f"Parameters: [{', '.join(sorted(missing))}] must have values")
    return {key: _value(key, declaration, texts[key], read_store) for key, declaration in declarations.items()}


def _given_texts(
    given: list[Document], declarations: Mapping[str, Document], previous: Mapping[str, ParameterValue]
) -> dict[str, str]:
    keys = [item["ParameterKey"] for item in given]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise invalid(f"Duplicate parameter key: {twice[0]}")
    if extra := sorted(set(keys) - declarations.keys()):
        raise invalid(f"Parameters: [{', '.join(extra)}] do not exist in the template")
    return {item["ParameterKey"]: _given_text(item, previous) for item in given}


def _given_text(item: Document, previous: Mapping[str, ParameterValue]) -> str:
    key = item["ParameterKey"]
    place = f"Invalid input for parameter key {key}."
    if not item.get("UsePreviousValue"):
        if "ParameterValue" not in item:
            raise invalid(f"{place} Need to specify either usePreviousValue as true or a value for the parameter")
        return str(item["ParameterValue"])
    if item.get("ParameterValue"):
        raise invalid(f"{place} Cannot specify usePreviousValue as true and non empty value for a parameter")
    if key not in previous:
        reason = "Cannot specify usePreviousValue as true for a parameter key not in the previous template"
        raise invalid(f"{place} {reason}")
    return previous[key].given


def _check_declaration(key: str, declaration: Document) -> None:
    if unknown := sorted(set(declaration) - _KEYS):
        raise invalid(f"Invalid template parameter property '{unknown[0]}'")
    _check_constraints(key, declaration)
    kind = declaration["Type"]
    if str(kind) not in {"String", "Number", _NAME_IN_STORE} | _LISTS and not _SSM_VALUE.fullmatch(str(kind)):
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


def _value(key: str, declaration: Document, given: str, read_store: Callable[[str], str]) -> ParameterValue:
    kind = declaration["Type"]
    _check_text(key, declaration, given)
    if len(given.encode()) > _MOST_BYTES:
        raise invalid(
            f"1 validation error detected: Value at 'parameters' failed to satisfy constraint: the value of {key} "
            f"must be at most {_MOST_BYTES} bytes"
        )
    hidden = text(declaration.get("NoEcho", False)).lower() == "true"
    if kind == _NAME_IN_STORE:
        read_store(given)
    if store := _SSM_VALUE.fullmatch(kind):
        stored = read_store(given)
        resolved = stored if store[1] == "String" else _split(stored)
        return ParameterValue(key, given, resolved, hidden, from_store=True)
    return ParameterValue(key, given, _split(given) if kind in _LISTS else given, hidden)


def _split(value: str) -> list[str]:
    return [item.strip() for item in value.split(",")] if value else []


def _check_text(key: str, declaration: Document, given: str) -> None:
    many = "List" in declaration["Type"] and not declaration["Type"].startswith("AWS::SSM")
    for item in _split(given) if many else [given]:
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
