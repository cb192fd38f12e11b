"""Letting the update handler of a type work on one resource."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.make import keep
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.rights import require_rights
from mlops_templates.localaws.cloudformation.schema.resource import known_type
from mlops_templates.localaws.cloudformation.state import StackResource
from mlops_templates.localaws.document import Document


def apply_in_place(operation: Operation, record: StackResource, properties: Document, before: Document) -> None:
    """Change a resource from the properties it has to others, keeping its physical id."""
    handler = known_type(record.type).update
    if handler is None:
        message = f"{record.type} has no update handler"
        raise TypeError(message)
    require_rights(operation.call, record.type, "update", properties)
    keep(operation, record, properties, handler(operation.call, operation.resource(record, properties), before))
