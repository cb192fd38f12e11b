"""The template that a request means: read, transformed, its names checked and its parameters given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.capabilities import check_expansion
from mlops_templates.localaws.cloudformation.engine.operation import (
    dynamic_value,
    pseudo_parameters,
    stored_parameter,
)
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.localaws.cloudformation.schema.resource import (
    has_attribute,
    known_type,
)
from mlops_templates.localaws.cloudformation.state import Stack
from mlops_templates.localaws.cloudformation.template.checks import check_names
from mlops_templates.localaws.cloudformation.template.declarations import Template, declare
from mlops_templates.localaws.cloudformation.template.evaluation import Scope
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue, parameter_values
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.sections import declared_parameters, section_of
from mlops_templates.localaws.cloudformation.template.transforms import (
    declared_transforms,
    transformed,
    without_extensions,
)
from mlops_templates.localaws.document import Document


@dataclass(frozen=True)
class Target:
    """The stack that a request is about; `stack` is None while it does not exist."""

    name: str
    id: str
    stack: Stack | None = None


@dataclass(frozen=True)
class Read:
    """A template and the values of its parameters."""

    template: Template
    values: dict[str, ParameterValue]
    processed: str | None = None
    """The template as its transform left it."""


def checked_template(text: str) -> Template:
    """A template whose types are known and whose names are declared; before a transform runs neither is."""
    document = read_template(text)
    if declared_transforms(document):
        return declare(without_extensions(document))
    return _checked(declare(document))


def read(call: Call, request: Document, target: Target, text: str) -> Read:
    """The template after its transform, if it has one; for a change set nobody needs to acknowledge that."""
    document = read_template(text)
    if not declared_transforms(document):
        template = _checked(declare(document))
        return Read(template, _values(call, request, target, template.parameters))
    if "ChangeSetName" not in request:
        check_expansion(request.get("Capabilities") or [])
    values = _values(call, request, target, declared_parameters(document))
    plain = transformed(document, scope_of(call, target, section_of(document, "Mappings"), values))
    return Read(_checked(declare(plain), extended=True), values, json.dumps(plain))


def _values(
    call: Call, request: Document, target: Target, declarations: dict[str, Document]
) -> dict[str, ParameterValue]:
    previous = target.stack.intent.blueprint.parameters if target.stack else {}
    given = request.get("Parameters") or []
    return parameter_values(declarations, given, previous, lambda name: stored_parameter(call, name))


def _checked(template: Template, *, extended: bool = False) -> Template:
    kinds = {item.type for item in template.resources.values()}
    unknown = sorted(kind for kind in kinds if schema_of(kind) is None and not kind.startswith("Custom::"))
    if unknown:
        raise invalid(f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]")
    # A resource under a condition is asked for only if the condition holds, which parameters decide.
    for kind in sorted({item.type for item in template.resources.values() if item.condition is None}):
        known_type(kind)
    check_names(template, has_attribute, extended=extended)
    return template


def scope_of(call: Call, target: Target, mappings: Document, values: dict[str, ParameterValue]) -> Scope:
    """What conditions and transforms may use: parameters and mappings."""
    resolved: dict[str, Any] = {key: value.resolved for key, value in values.items()}
    return Scope(
        parameters={**pseudo_parameters(call, target.name, target.id), **resolved},
        mappings=mappings,
        resource=_no_resource,
        imported=_no_import,
        dynamic=lambda service, key: dynamic_value(call, service, key),
    )


def _no_resource(reference: Reference) -> NoReturn:
    raise invalid(
        f"Template format error: Unresolved dependencies [{reference.name}]. "
        "Cannot reference resources in the Conditions block of the template"
    )


def _no_import(name: str) -> NoReturn:
    raise invalid(f"Template error: Cannot use Fn::ImportValue of {name} in Conditions.")
