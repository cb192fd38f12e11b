"""Troposphere's objects to plain values, each visited once: its own way visits it again for each level above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    kind = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, dict):
        return {key: item if type(item := value[key]) in PLAIN else plain(item, order) for key in order(value)}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in PLAIN else plain(item, order) for item in value]
    inside = _inside(value, kind)
    if inside is not value:
        return plain(inside, order)
    return str.__str__(value) if isinstance(value, str) else value


def _inside(value: Any, kind: Any) -> Any:
    """What an object of Troposphere or awacs stands for, one level deep where that is known."""
    if kind is Tags:
        return value.tags
    if isinstance(value, AWSHelperFn) and kind.to_dict is AWSHelperFn.to_dict:
        return value.data
    if isinstance(value, BaseAWSObject) and kind.to_dict is BaseAWSObject.to_dict and value.properties:
        return _checked(value).resource
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value.JSONrepr() if hasattr(value, "JSONrepr") else value


def _checked(made: BaseAWSObject) -> BaseAWSObject:
    if made.do_validation:
        made._validate_props()  # to_dict, which calls it, visits all below once more
        made.validate()
    return made
