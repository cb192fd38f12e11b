"""The variables that the workflows of a repository read, as one output: a text for `gh variable set --env-file -`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from troposphere import AWSHelperFn, Equals, If, Join, Not, Output, Ref, Sub, Template

from mlops_templates.model import SourceRepository
from mlops_templates.naming import logical_id

Value = AWSHelperFn | str


def add_workflow_variables(
    template: Template,
    source: SourceRepository,
    variables: Mapping[str, Value],
    *,
    optional: Mapping[str, Value] = MappingProxyType({}),
) -> None:
    """One line for each, `NAME=value`; for an optional one that is empty none, since GitHub takes no empty variable.

    An optional value that is a choice of the template already is empty where it does not hold.
    """
    lines: list[Value] = [_line(name, value) for name, value in sorted(variables.items())]
    lines += [_if_given(template, name, value) for name, value in sorted(optional.items())]
    template.add_output(
        Output(
            logical_id(source.seed.name, "variables"),
            Description=f"Variables of the {source.seed.name} repository, for gh variable set --env-file -",
            Value=Join("\n", lines),
        )
    )
    template.add_output(
        Output(
            logical_id(source.seed.name, "repository_name"),
            Description=f"The {source.seed.name} repository at GitHub",
            Value=Ref(source.full_name),
        )
    )


def _line(name: str, value: Value) -> Value:
    return f"{name}={value}" if isinstance(value, str) else Sub(f"{name}={_text(value.to_dict())}")


def _text(value: Mapping[str, Any]) -> str:
    """A value of the template as a text for `Fn::Sub`."""
    ((function, argument),) = value.items()
    texts: Mapping[str, Callable[[], str]] = {
        "Ref": lambda: f"${{{argument}}}",
        "Fn::GetAtt": lambda: f"${{{'.'.join(argument)}}}",
        "Fn::Sub": lambda: str(argument),
    }
    return texts[function]()


def _if_given(template: Template, name: str, value: Value) -> If:
    if isinstance(value, If):
        condition, given, _ = value.data["Fn::If"]
        return If(condition, _line(name, given), "")
    condition = logical_id("has", name.lower())
    template.add_condition(condition, Not(Equals(value, "")))
    return If(condition, _line(name, value), "")
