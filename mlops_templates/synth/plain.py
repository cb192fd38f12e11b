"""Troposphere's objects to plain values, each visited once: its own way visits it again for each level above."""

from __future__ import annotations

from typing import Any

from troposphere import AWSHelperFn, BaseAWSObject, Template


def plain_template(template: Template) -> dict[str, Any]:
    """What `template.to_dict()` answers."""
    shallow = {
        "Description": template.description,
        "Metadata": template.metadata,
        "Conditions": template.conditions,
        "Mappings": template.mappings,
        "Outputs": template.outputs,
        "Parameters": template.parameters,
        "AWSTemplateFormatVersion": template.version,
        "Transform": template.transform,
        "Rules": template.rules,
    }
    sections = {name: plain(value) for name, value in shallow.items() if value}
    return {**sections, "Resources": plain(template.resources)}


def plain(value: Any) -> Any:
    """Dicts, lists, texts and numbers, in the order in which they were given; what Troposphere checks is checked."""
    kind = type(value)
    if kind is str:
        return value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, AWSHelperFn) and kind.to_dict is AWSHelperFn.to_dict:
        return plain(value.data)
    if isinstance(value, BaseAWSObject) and kind.to_dict is BaseAWSObject.to_dict and value.properties:
        return plain(_checked(value).resource)
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    return plain(value.JSONrepr()) if hasattr(value, "JSONrepr") else value


def _checked(made: BaseAWSObject) -> BaseAWSObject:
    if made.do_validation:
        made._validate_props()  # to_dict, which calls it, visits all below once more
        made.validate()
    return made
