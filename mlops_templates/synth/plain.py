"""Troposphere's objects to plain values, each visited once: its own way visits it again for each level above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any

from troposphere import AWSHelperFn, BaseAWSObject, Tags, Template

Order = Callable[[Iterable[str]], Iterable[str]]
PLAIN = frozenset({str, int, bool, float})


def plain_template(template: Template) -> dict[str, Any]:
    """What `template.to_dict()` answers, names in alphabetical order; the form asks in the order of the parameters."""
    sections = {
        "Description": template.description,
        "Metadata": template.metadata,
        "Conditions": template.conditions,
        "Mappings": template.mappings,
        "Outputs": template.outputs,
        "AWSTemplateFormatVersion": template.version,
        "Transform": template.transform,
        "Rules": template.rules,
    }
    parameters = {"Parameters": plain(template.parameters, list)} if template.parameters else {}
    return {name: plain(value) for name, value in sections.items() if value} | {
        **parameters,
        "Resources": plain(template.resources),
    }


def plain(value: Any, order: Order = sorted) -> Any:
    """Dicts, lists, texts and numbers; what Troposphere checks is checked."""
    kind: Any = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, dict):
        return {key: item if type(item := value[key]) in PLAIN else plain(item, order) for key in order(value)}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in PLAIN else plain(item, order) for item in value]
    inside = _way_in(kind)(value)
    if inside is not value:
        return plain(inside, order)
    return str.__str__(value) if isinstance(value, str) else value


@cache
def _way_in(kind: Any) -> Callable[[Any], Any]:
    """How to get what an object of Troposphere or awacs stands for, one level deep where that is known."""
    if kind is Tags:
        return attrgetter("tags")
    if issubclass(kind, AWSHelperFn) and kind.to_dict is AWSHelperFn.to_dict:
        return attrgetter("data")
    if issubclass(kind, BaseAWSObject) and kind.to_dict is BaseAWSObject.to_dict:
        return _checked
    if hasattr(kind, "to_dict"):
        return methodcaller("to_dict")
    return methodcaller("JSONrepr") if hasattr(kind, "JSONrepr") else _itself


def _itself(value: Any) -> Any:
    return value


def _checked(made: BaseAWSObject) -> Any:
    if not made.properties:
        return made.to_dict()
    if made.do_validation:
        made._validate_props()  # to_dict, which calls it, visits all below once more
        made.validate()
    return made.resource
