"""One operation on one stack, and what names mean while it runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.schema.resource import schema_for, typed_properties
from mlops_templates.localaws.cloudformation.state import CloudFormationState, Intent, Stack, StackResource
from mlops_templates.localaws.cloudformation.tagging import check_own_tags, own_tags
from mlops_templates.localaws.cloudformation.template.declarations import ResourceDeclaration
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.references import Reference
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_STORED = re.compile(r"[a-zA-Z0-9_.\-/]+(:\d+)?")


@dataclass(frozen=True)
class Operation:
    """What is wanted, of which stack, on whose behalf."""

    call: Call
    """Acts as the stack's role, or as the caller."""
    state: CloudFormationState
    stack: Stack
    intent: Intent
    imports: set[str] = field(default_factory=set)
    """The exports that the resolved values came from."""
    failed: set[str] = field(default_factory=set)
    """The resources that failed so far: what is under way beside them counts as cancelled."""

    def resolved(self, declaration: ResourceDeclaration) -> Document:
        """The properties of a resource, with the live values of the others."""
        scope = self.scope(self.live)
        return typed_properties(declaration.type, resolve(declaration.properties, scope))

    def scope(self, resource: Callable[[Reference], Any]) -> Scope:
        """What names mean in this stack."""
        blueprint = self.intent.blueprint
        pseudo = pseudo_parameters(self.call, self.stack.name, self.stack.id)
        return Scope(
            parameters={**pseudo, **blueprint.values},
            mappings=blueprint.template.mappings,
            resource=resource,
            imported=self._imported,
            dynamic=lambda service, key: dynamic_value(self.call, service, key),
        )

    def live(self, reference: Reference) -> Any:
        """The physical id or an attribute of a resource that exists."""
        resource = self.stack.resources[reference.name]
        if reference.attribute is None:
            return resource.physical_id
        for values in (resource.attributes, resource.properties):
            if reference.attribute in values:
                return values[reference.attribute]
        raise not_emulated(f"attribute {reference.attribute} of {resource.type}")

    def tags(self, kind: str, properties: Document) -> dict[str, str]:
        """The stack's tags and the resource's own."""
        stack_tags = self.intent.tags if schema_for(kind).tagged else {}
        return {**stack_tags, **own_tags(properties)}

    def shown(self, properties: Document) -> Document:
        """The properties as events show them: without the values of NoEcho parameters."""
        hidden = [item.given for item in self.intent.blueprint.parameters.values() if item.hidden and item.given]
        masked: Document = _masked(properties, hidden)
        return masked

    def resource(self, record: StackResource, properties: Document) -> Resource:
        """The record as its handlers see it.

        Raises:
            AwsError: ValidationException for tags that no service takes.
        """
        check_own_tags(properties)
        return Resource(
            logical_id=record.logical_id,
            properties=properties,
            stack_name=self.stack.name,
            stack_id=self.stack.id,
            tags=self.tags(record.type, properties),
            physical_id=record.physical_id,
            old_tags=record.tags,
            attributes=record.attributes,
            capabilities=self.intent.capabilities,
            begun=lambda physical_id: setattr(record, "begun", physical_id),
        )

    def _imported(self, name: str) -> str:
        exports = self.state.exports()
        if name not in exports:
            raise invalid(f"No export named {name} found.")
        self.imports.add(name)
        return exports[name][1].value


def _masked(value: Any, hidden: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _masked(item, hidden) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, hidden) for item in value]
    if isinstance(value, str):
        for secret in hidden:
            value = value.replace(secret, "****")
    return value


def pseudo_parameters(call: Call, stack_name: str, stack_id: str) -> dict[str, Any]:
    """The parameters that every template has; AWS::NoValue is not a value."""
    return {
        "AWS::AccountId": call.account,
        "AWS::NotificationARNs": [],
        "AWS::Partition": "aws",
        "AWS::Region": call.region,
        "AWS::StackId": stack_id,
        "AWS::StackName": stack_name,
        "AWS::URLSuffix": "amazonaws.com",
    }


def dynamic_value(call: Call, service: str, key: str) -> str:
    """The value of a dynamic reference to the parameter store.

    The few properties in which AWS reads ssm-secure belong to types that are not emulated.
    """
    if service == "ssm-secure":
        raise invalid(f"SSM Secure reference is not supported in: [{{{{resolve:{service}:{key}}}}}]")
    if service != "ssm":
        raise not_emulated(f"the dynamic reference {{{{resolve:{service}:...}}}}")
    if not _STORED.fullmatch(key):
        raise invalid(f"Incorrect format is used in the following SSM reference: [{{{{resolve:ssm:{key}}}}}]")
    return stored_parameter(call, key)


def stored_parameter(call: Call, name: str) -> str:
    """The value of a parameter of the SSM parameter store, by name or name:version."""
    try:
        found = call.client("ssm").get_parameter(Name=name)["Parameter"]
    except ClientError as error:
        raise invalid(f"Unable to fetch parameters [{name}] from parameter store for this account.") from error
    if found["Type"] == "SecureString":
        raise invalid(f"Parameters [{name}] referenced by template have types not supported by CloudFormation.")
    return str(found["Value"])
