"""From a request to an intent: everything that can be refused before anything is made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.capabilities import check_capabilities, check_expansion
from mlops_templates.localaws.cloudformation.engine.operation import (
    Operation,
    dynamic_value,
    pseudo_parameters,
    stored_parameter,
)
from mlops_templates.localaws.cloudformation.engine.results import output_text
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.localaws.cloudformation.schema.resource import (
    check_properties,
    has_attribute,
    known_type,
    typed_properties,
)
from mlops_templates.localaws.cloudformation.source import template_text
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Intent, Stack
from mlops_templates.localaws.cloudformation.template.blueprint import make_blueprint
from mlops_templates.localaws.cloudformation.template.checks import check_names
from mlops_templates.localaws.cloudformation.template.declarations import (
    Template,
    declare,
    declared_parameters,
    section_of,
)
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue, parameter_values
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.rules import Values, check_rules
from mlops_templates.localaws.cloudformation.template.transforms import (
    declared_transforms,
    transformed,
    without_extensions,
)
from mlops_templates.localaws.cloudformation.template.unknown import Unknown
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@dataclass(frozen=True)
class Target:
    """The stack that a request is about; `stack` is None while it does not exist."""

    name: str
    id: str
    stack: Stack | None = None


@dataclass(frozen=True)
class _Read:
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


def prepare(call: Call, request: Document, target: Target) -> Intent:
    """Read and check all that a create, an update or a change set asks for.

    Raises:
        AwsError: with AWS's words for everything that is wrong.
    """
    stack = target.stack
    previous = stack.intent if stack else None
    text = template_text(call, request, previous.text if previous else None)
    read = _read(call, request, target, text)
    template, values = read.template, read.values
    scope = _scope(call, target, template.mappings, values)
    types = {key: str(body["Type"]) for key, body in template.parameters.items()}
    check_rules(template.rules, Values(scope.parameters, types))
    check_capabilities(template, request.get("Capabilities") or [])
    if stack is not None:
        _check_same_types(stack, template)
    blueprint = make_blueprint(template, values, scope)
    intent = Intent(
        text=text,
        blueprint=blueprint,
        tags=read_tags(request["Tags"]) if "Tags" in request else dict(previous.tags if previous else {}),
        capabilities=tuple(request.get("Capabilities") or ()),
        role_arn=request.get("RoleARN") or (previous.role_arn if previous else None),
        processed=read.processed,
    )
    _check_resources(call, target, intent)
    return intent


def _read(call: Call, request: Document, target: Target, text: str) -> _Read:
    """The template after its transform, if it has one; for a change set nobody needs to acknowledge that."""
    document = read_template(text)
    if not declared_transforms(document):
        template = _checked(declare(document))
        return _Read(template, _values(call, request, target, template.parameters))
    if "ChangeSetName" not in request:
        check_expansion(request.get("Capabilities") or [])
    values = _values(call, request, target, declared_parameters(document))
    plain = transformed(document, _scope(call, target, section_of(document, "Mappings"), values))
    return _Read(_checked(declare(plain), extended=True), values, json.dumps(plain))


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
    for kind in sorted(kinds):
        known_type(kind)
    check_names(template, has_attribute, extended=extended)
    return template


def acting(call: Call, role_arn: str | None) -> Call:
    """The call as which the handlers work."""
    if role_arn is None:
        return call
    try:
        return call.as_role(role_arn, "AWSCloudFormation", "cloudformation.amazonaws.com")
    except AwsError as error:
        raise invalid(f"Role {role_arn} is invalid or cannot be assumed") from error


def _check_resources(call: Call, target: Target, intent: Intent) -> None:
    """Judge every resource and output by what is known of it beforehand."""
    stack = target.stack or Stack(target.name, target.id, intent)
    operation = Operation(call, call.state(CloudFormationState), stack, intent)
    scope = operation.scope(lambda reference: Unknown(frozenset({reference})))
    for name, declaration in intent.blueprint.resources.items():
        properties = typed_properties(declaration.type, resolve(declaration.properties, scope))
        check_properties(name, declaration.type, properties)
    for output in intent.blueprint.outputs.values():
        value = resolve(output.value, scope)
        if not isinstance(value, Unknown):
            output_text(output, value)


def _check_same_types(stack: Stack, template: Template) -> None:
    changed = [
        name
        for name, record in stack.resources.items()
        if name in template.resources and template.resources[name].type != record.type
    ]
    if changed:
        raise invalid(
            "Update of resource type is not permitted. "
            f"The new template modifies resource type of the following resources: [{', '.join(sorted(changed))}]"
        )


def _scope(call: Call, target: Target, mappings: Document, values: dict[str, ParameterValue]) -> Scope:
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


def read_tags(tags: Iterable[Document]) -> dict[str, str]:
    """The tags of a request; AWS's own and keys given twice are refused."""
    result: dict[str, str] = {}
    for tag in tags:
        if tag["Key"] in result:
            raise invalid(f"Duplicate tag keys found: {tag['Key']}")
        if tag["Key"].lower().startswith("aws:"):
            raise invalid(f"aws: prefixed tag key names are not allowed for external use: {tag['Key']}")
        result[tag["Key"]] = tag["Value"]
    return result
