"""From a request to an intent: everything that can be refused before anything is made."""

from __future__ import annotations

from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.capabilities import check_capabilities
from mlops_templates.localaws.cloudformation.engine.operation import (
    Operation,
)
from mlops_templates.localaws.cloudformation.engine.results import output_text
from mlops_templates.localaws.cloudformation.schema.resource import (
    check_properties,
    typed_properties,
)
from mlops_templates.localaws.cloudformation.source import template_text
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Intent, Stack
from mlops_templates.localaws.cloudformation.template.blueprint import make_blueprint
from mlops_templates.localaws.cloudformation.template.declarations import (
    Template,
)
from mlops_templates.localaws.cloudformation.template.evaluation import resolve
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.rules import Values, check_rules
from mlops_templates.localaws.cloudformation.template.unknown import Unknown
from mlops_templates.localaws.cloudformation.template_request import Target, read, scope_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def prepare(call: Call, request: Document, target: Target) -> Intent:
    """Read and check all that a create, an update or a change set asks for.

    Raises:
        AwsError: with AWS's words for everything that is wrong.
    """
    stack = target.stack
    previous = stack.intent if stack else None
    text = template_text(call, request, previous.text if previous else None)
    found = read(call, request, target, text)
    template, values = found.template, found.values
    scope = scope_of(call, target, template.mappings, values)
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
        processed=found.processed,
    )
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
