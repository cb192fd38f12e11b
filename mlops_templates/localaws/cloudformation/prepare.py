"""From a request to an intent: everything that can be refused before anything is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.capabilities import check_capabilities
from mlops_templates.localaws.cloudformation.engine.operation import (
    Operation,
    dynamic_value,
    pseudo_parameters,
    stored_parameter,
)
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
from mlops_templates.localaws.cloudformation.template.declarations import Template, declare
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.parameters import ParameterValue, parameter_values
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.unknown import Unknown
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


@dataclass(frozen=True)
class Target:
    """The stack that a request is about; `stack` is None while it does not exist."""

    name: str
    id: str
    stack: Stack | None = None


def checked_template(text: str) -> Template:
    """A template whose types are known and whose names are declared."""
    template = declare(read_template(text))
    kinds = {item.type for item in template.resources.values()}
    unknown = sorted(kind for kind in kinds if schema_of(kind) is None and not kind.startswith("Custom::"))
    if unknown:
        raise invalid(f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]")
    for kind in sorted(kinds):
        known_type(kind)
    check_names(template, has_attribute)
    return template


def prepare(call: Call, request: Document, target: Target) -> Intent:
    """Read and check all that a create, an update or a change set asks for.

    Raises:
        AwsError: with AWS's words for everything that is wrong.
    """
    stack = target.stack
    previous = stack.intent if stack else None
    text = template_text(call, request, previous.text if previous else None)
    template = checked_template(text)
    values = parameter_values(
        template.parameters,
        request.get("Parameters") or [],
        previous.blueprint.parameters if previous else {},
        lambda name: stored_parameter(call, name),
    )
    check_capabilities(template, request.get("Capabilities") or [])
    if stack is not None:
        _check_same_types(stack, template)
    blueprint = make_blueprint(template, values, _scope(call, target, template, values))
    intent = Intent(
        text=text,
        blueprint=blueprint,
        tags=read_tags(request["Tags"]) if "Tags" in request else dict(previous.tags if previous else {}),
        capabilities=tuple(request.get("Capabilities") or ()),
        role_arn=request.get("RoleARN") or (previous.role_arn if previous else None),
    )
    if stack is not None and stack.intent.tags.keys() - intent.tags.keys():
        call.require("cloudformation", "UntagResource", {"StackName": stack.name})
    _check_resources(call, target, intent)
    return intent


def acting(call: Call, role_arn: str | None) -> Call:
    """The call as which the handlers work."""
    if role_arn is None:
        return call
    try:
        return call.as_role(role_arn, "AWSCloudFormation", "cloudformation.amazonaws.com")
    except AwsError as error:
        raise invalid(f"Role {role_arn} is invalid or cannot be assumed") from error


def _check_resources(call: Call, target: Target, intent: Intent) -> None:
    """Judge every resource by what is known of its properties beforehand."""
    stack = target.stack or Stack(target.name, target.id, intent)
    operation = Operation(call, call.state(CloudFormationState), stack, intent)
    scope = operation.scope(lambda reference: Unknown(frozenset({reference})))
    for name, declaration in intent.blueprint.resources.items():
        properties = typed_properties(declaration.type, resolve(declaration.properties, scope))
        check_properties(name, declaration.type, properties)


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


def _scope(call: Call, target: Target, template: Template, values: dict[str, ParameterValue]) -> Scope:
    """What conditions may use: parameters and mappings."""
    resolved: dict[str, Any] = {key: value.resolved for key, value in values.items()}
    return Scope(
        parameters={**pseudo_parameters(call, target.name, target.id), **resolved},
        mappings=template.mappings,
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
