"""The values of a template's parameters, checked against their declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template.constraints import (
    LISTS,
    NAME_IN_STORE,
    SSM_VALUE,
    check_declaration,
    check_text,
    listed,
)
from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

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
        check_declaration(key, declaration)
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


def _value(key: str, declaration: Document, given: str, read_store: Callable[[str], str]) -> ParameterValue:
    kind = declaration["Type"]
    check_text(key, declaration, given)
    if len(given.encode()) > _MOST_BYTES:
        raise invalid(
            f"1 validation error detected: Value at 'parameters' failed to satisfy constraint: the value of {key} "
            f"must be at most {_MOST_BYTES} bytes"
        )
    hidden = text(declaration.get("NoEcho", False)).lower() == "true"
    if kind == NAME_IN_STORE:
        read_store(given)
    if store := SSM_VALUE.fullmatch(kind):
        stored = read_store(given)
        resolved = stored if store[1] == "String" else listed(stored)
        return ParameterValue(key, given, resolved, hidden, from_store=True)
    return ParameterValue(key, given, listed(given) if kind in LISTS else given, hidden)
