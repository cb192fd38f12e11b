"""A resource's properties judged: known to AWS, and honoured by our handlers."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.cloudformation.resource_type import ResourceType
from mlops_templates.localaws.cloudformation.schema.problems import problems
from mlops_templates.localaws.cloudformation.schema.provider import ProviderSchema, schema_of
from mlops_templates.localaws.cloudformation.schema.typed import typed
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.types import RESOURCE_TYPES
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated


def known_type(name: str) -> ResourceType:
    """The handlers of a type.

    Raises:
        AwsError: `ValidationError` for a type AWS does not have either, else `NotEmulated`.
    """
    if name in RESOURCE_TYPES:
        return RESOURCE_TYPES[name]
    if schema_of(name) is None and not name.startswith("Custom::"):
        raise invalid(f"Template format error: Unrecognized resource types: [{name}]")
    raise not_emulated(name)


def schema_for(name: str) -> ProviderSchema:
    """The schema of a type that has handlers here."""
    return schema_of(name) or ProviderSchema({"typeName": name, "properties": {}})


def has_attribute(name: str, attribute: str) -> bool:
    """Whether Fn::GetAtt of a type knows an attribute."""
    more = RESOURCE_TYPES[name].is_attribute if name in RESOURCE_TYPES else None
    return attribute in schema_for(name).attributes or (more is not None and more(attribute))


def typed_properties(name: str, properties: Document) -> Document:
    """The properties in the types of the schema."""
    root = schema_for(name).document
    converted: Document = typed(properties, root, root)
    return converted


def check_properties(logical_id: str, name: str, properties: Document) -> None:
    """Refuse properties that the schema does not allow, and properties that the handlers would ignore.

    Raises:
        AwsError: `ValidationError` or `NotEmulated`.
    """
    honoured = known_type(name).properties
    schema = schema_for(name)
    found: list[Any] = [f"#: extraneous key [{key}] is not permitted" for key in properties if key in schema.read_only]
    found += problems(properties, schema.document, schema.document)
    if found:
        raise invalid(f"Properties validation failed for resource {logical_id} with message:\n" + "\n".join(found))
    if honoured is not None and (ignored := sorted(set(properties) - honoured)):
        raise not_emulated(f"{name} {ignored[0]} (of {logical_id})")
