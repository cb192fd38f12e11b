"""Every name that a template uses is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mlops_templates.localaws.cloudformation.template.declarations import Template
from mlops_templates.localaws.cloudformation.template.references import Reference, condition_names, references
from mlops_templates.localaws.cloudformation.template.refusal import invalid, unresolved, unresolved_condition
from mlops_templates.localaws.cloudformation.template.rules import check_rules_shape
from mlops_templates.localaws.cloudformation.template.supported import check_functions

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "NoValue", "NotificationARNs", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)


def check_names(template: Template, has_attribute: Callable[[str, str], bool], *, extended: bool = False) -> None:
    """Refuse undefined references, attributes, dependencies, conditions and functions.

    Args:
        template: The template.
        has_attribute: Whether a resource type has an attribute for Fn::GetAtt.
        extended: Whether the functions of AWS::LanguageExtensions may be used.
    """
    check_rules_shape(template.rules, frozenset(template.parameters) | PSEUDO_PARAMETERS)
    check_functions(list(template.conditions.values()), extended=extended, conditions=True)
    check_functions([item.properties for item in template.resources.values()], extended=extended)
    check_functions([[item.value, item.export] for item in template.outputs.values()], extended=extended)
    _check_conditions(template)
    _check_exports(template)
    for resource in template.resources.values():
        found = list(references(resource.properties))
        _check_references(template, found, "Resources", has_attribute)
        missing = [name for name in resource.depends_on if name not in template.resources]
        _refuse_unresolved(missing, "Resources")
    for output in template.outputs.values():
        _check_references(template, list(references([output.value, output.export])), "Outputs", has_attribute)


def _check_references(
    template: Template, found: Iterable[Reference], block: str, has_attribute: Callable[[str, str], bool]
) -> None:
    names = template.resources.keys() | template.parameters.keys() | PSEUDO_PARAMETERS
    found = list(found)
    _refuse_unresolved([item.name for item in found if item.attribute is None and item.name not in names], block)
    for reference in found:
        if reference.attribute is None:
            continue
        resource = template.resources.get(reference.name)
        if resource is None and reference.function == "Fn::Sub":
            _refuse_unresolved([reference.name], block)
        if resource is None:
            raise invalid(f"Template error: instance of Fn::GetAtt references undefined resource {reference.name}")
        if reference.attribute and not has_attribute(resource.type, reference.attribute):
            raise invalid(
                f"Template error: resource {reference.name} does not support attribute type "
                f"{reference.attribute} in Fn::GetAtt"
            )


def _check_exports(template: Template) -> None:
    """The name of an export is known before anything is made, and given once."""
    names: list[Any] = []
    for output in template.outputs.values():
        found = {item.name for item in references(output.export)} & template.resources.keys()
        if found:
            raise invalid(
                f"Template format error: Output {output.key} is malformed. The Name field of Export must not reference "
                f"the resources [{', '.join(sorted(found))}]"
            )
        if output.export is not None and output.export in names:
            raise invalid(f"Template format error: Duplicate export names [{output.export}] in the Outputs block")
        names.append(output.export)


def _refuse_unresolved(names: list[str], block: str) -> None:
    if names:
        raise unresolved(names, block)


def _check_conditions(template: Template) -> None:
    plain = template.parameters.keys() | PSEUDO_PARAMETERS
    foreign = {item.name for item in references(list(template.conditions.values()))} - plain
    if foreign:
        raise invalid(
            f"Template format error: Unresolved dependencies [{', '.join(sorted(foreign))}]. "
            "Cannot reference resources in the Conditions block of the template"
        )
    for resource in template.resources.values():
        _check_condition_names(template, resource.condition, resource.properties, "Resources")
    for output in template.outputs.values():
        _check_condition_names(template, output.condition, [output.value, output.export], "Outputs")


def _check_condition_names(template: Template, condition: str | None, value: Any, block: str) -> None:
    for name in [*([] if condition is None else [condition]), *condition_names(value)]:
        if name not in template.conditions:
            raise unresolved_condition(name, block)
