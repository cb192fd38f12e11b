"""Changing one resource that exists: in place, or by a replacement."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace

from mlops_templates.localaws.cloudformation.engine.difference import property_changes
from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource
from mlops_templates.localaws.cloudformation.engine.make import describe, keep
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.rights import require_rights
from mlops_templates.localaws.cloudformation.schema.resource import check_properties, known_type, schema_for
from mlops_templates.localaws.cloudformation.state import StackResource
from mlops_templates.localaws.cloudformation.template.declarations import ResourceDeclaration
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_REPLACING = "Requested update requires the creation of a new physical resource; hence creating one."


@dataclass(frozen=True)
class Undo:
    """The way back of one change."""

    logical_id: str
    run: Callable[[], bool]
    """Brings the record back to what it was; whether that worked."""
    replacement: StackResource | None = None
    """A new physical resource to delete once nothing refers to it."""


def change(operation: Operation, declaration: ResourceDeclaration, record: StackResource, undos: list[Undo]) -> None:
    """Bring a resource to its declaration, adding the way back to `undos` before anything happens to it.

    Raises:
        ResourceFailedError: after the event that says why.
    """
    try:
        with as_resource_failure(record.logical_id):
            properties = operation.resolved(declaration)
            changes = property_changes(record.type, record.properties, properties)
            if not changes and not _tags_change(operation, record, properties):
                describe(record, declaration)
                return
            check_properties(record.logical_id, record.type, properties)
            if any(item.replaces for item in changes):
                _replace(operation, record, properties, undos)
            else:
                _change_in_place(operation, record, properties, undos)
    except ResourceFailedError as failure:
        record_resource(operation.stack, record, "UPDATE_FAILED", failure.reason, record.properties)
        raise
    describe(record, declaration)
    record_resource(operation.stack, record, "UPDATE_COMPLETE", properties=properties)


def _tags_change(operation: Operation, record: StackResource, properties: Document) -> bool:
    kind = known_type(record.type)
    return kind.update is not None and operation.tags(record.type, properties) != record.tags


def _replace(operation: Operation, record: StackResource, properties: Document, undos: list[Undo]) -> None:
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS", _REPLACING)
    _refuse_same_name(record, properties)
    old, fresh = copy.copy(record), copy.copy(record)
    fresh.physical_id, fresh.attributes = "", {}
    require_rights(operation.call, record.type, "create", properties)
    made = known_type(record.type).create(operation.call, operation.resource(fresh, properties))
    keep(operation, record, properties, made)
    undos.append(Undo(record.logical_id, lambda: _restore(record, old), copy.copy(record)))


def _change_in_place(operation: Operation, record: StackResource, properties: Document, undos: list[Undo]) -> None:
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS")
    old = copy.copy(record)
    undos.append(Undo(record.logical_id, lambda: _change_back(operation, record, old, properties)))
    _update(operation, record, properties, record.properties)


def _update(operation: Operation, record: StackResource, properties: Document, before: Document) -> None:
    handler = known_type(record.type).update
    if handler is None:
        message = f"{record.type} has no update handler"
        raise TypeError(message)
    require_rights(operation.call, record.type, "update", {**before, **properties})
    keep(operation, record, properties, handler(operation.call, operation.resource(record, properties), before))


def _refuse_same_name(record: StackResource, properties: Document) -> None:
    """A resource with a name of its own cannot exist twice, so it cannot be replaced under that name."""
    identity = schema_for(record.type).document.get("primaryIdentifier", [])
    for name in (path.removeprefix("/properties/") for path in identity):
        if name in properties and properties[name] == record.properties.get(name):
            raise invalid(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {record.physical_id} and update the stack again."
            )


def _restore(record: StackResource, old: StackResource) -> bool:
    vars(record).update(vars(old))
    return True


def _change_back(operation: Operation, record: StackResource, old: StackResource, tried: Document) -> bool:
    before = replace(operation, intent=operation.stack.intent)
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS")
    try:
        with as_resource_failure(record.logical_id):
            _update(before, record, old.properties, tried)
    except ResourceFailedError as failure:
        record_resource(operation.stack, record, "UPDATE_FAILED", failure.reason)
        return False
    _restore(record, old)
    record_resource(operation.stack, record, "UPDATE_COMPLETE")
    return True
