"""What a value of a template refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template.refusal import invalid

SUB_VARIABLE = re.compile(r"\$\{([^!{}][^{}]*)\}")


@dataclass(frozen=True)
class Reference:
    """A mention of a parameter, resource or attribute; `attribute` is None for Ref."""

    name: str
    attribute: str | None = None
    function: str = "Ref"


def references(value: Any) -> Iterator[Reference]:
    """Every Ref, Fn::GetAtt and Fn::Sub variable in a value, in the order of the text."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        function, argument = next(iter(value.items())) if len(value) == 1 else ("", None)
        if function == "Ref":
            yield Reference(ref_name(argument))
        elif function == "Fn::GetAtt":
            yield from _of_get_att(argument)
        elif function == "Fn::Sub":
            yield from _of_sub(argument)
        else:
            for item in value.values():
                yield from references(item)


def condition_names(value: Any) -> Iterator[str]:
    """The conditions that Fn::If names in a value."""
    if isinstance(value, list):
        for item in value:
            yield from condition_names(item)
    elif isinstance(value, dict):
        for function, argument in value.items():
            if function == "Fn::If" and isinstance(argument, list) and argument:
                yield _condition_name(argument[0])
            yield from condition_names(argument)


def get_att(argument: Any) -> tuple[str, Any]:
    """The logical id and the attribute of Fn::GetAtt, whose attribute may be a Ref to a parameter."""
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        raise invalid(
            "Template error: every Fn::GetAtt object requires two non-empty parameters, "
            "the resource name and the resource attribute"
        )
    return argument[0], argument[1]


def sub_parts(argument: Any) -> tuple[str, dict[str, Any]]:
    """The text and the variables of Fn::Sub."""
    parts = [argument, {}] if isinstance(argument, str) else argument
    if (
        not isinstance(parts, list)
        or len(parts) != 2
        or not isinstance(parts[0], str)
        or not isinstance(parts[1], dict)
    ):
        raise invalid(
            "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. "
            "Specify a string as first argument, and an optional second argument to specify a mapping of values "
            "to replace in the string"
        )
    return parts[0], parts[1]


def _of_get_att(argument: Any) -> Iterator[Reference]:
    name, attribute = get_att(argument)
    if isinstance(attribute, str):
        yield Reference(name, attribute, "Fn::GetAtt")
    else:
        yield Reference(name, "", "Fn::GetAtt")
        yield from references(attribute)


def _of_sub(argument: Any) -> Iterator[Reference]:
    text, variables = sub_parts(argument)
    for match in SUB_VARIABLE.finditer(text):
        name, _, attribute = match[1].strip().partition(".")
        if match[1].strip() not in variables:
            yield Reference(name, attribute or None, "Fn::Sub")
    for value in variables.values():
        yield from references(value)


def ref_name(argument: Any) -> str:
    """The name in a Ref."""
    if not isinstance(argument, str):
        raise invalid("Template error: every Ref object must have a single String value.")
    return argument


def _condition_name(argument: Any) -> str:
    if not isinstance(argument, str):
        raise invalid("Template error: Fn::If requires a list argument with the first element being a condition")
    return argument
