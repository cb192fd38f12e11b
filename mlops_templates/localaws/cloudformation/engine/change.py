"""Changing one resource that exists: in place, or by a replacement."""

from __future__ import annotations

import copy

from mlops_templates.localaws.cloudformation.engine.apply import apply_in_place
from mlops_templates.localaws.cloudformation.engine.difference import property_changes
from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource
from mlops_templates.localaws.cloudformation.engine.make import describe, keep, refuse_if_cancelled, step_of
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.rights import require_rights
from mlops_templates.localaws.cloudformation.schema.resource import check_properties, known_type, schema_for
from mlops_templates.localaws.cloudformation.state import StackResource, Undo
from mlops_templates.localaws.cloudformation.template.declarations import ResourceDeclaration
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_REPLACING = "Requested update requires the creation of a new physical resource; hence creating one."


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
            refuse_if_cancelled(operation, record.logical_id, "update")
    except ResourceFailedError as failure:
        operation.failed.add(record.logical_id)
        record_resource(operation.stack, record, "UPDATE_FAILED", failure.reason, operation.shown(record.properties))
        raise
    describe(record, declaration)
    record_resource(operation.stack, record, "UPDATE_COMPLETE", properties=operation.shown(properties))


def _tags_change(operation: Operation, record: StackResource, properties: Document) -> bool:
    kind = known_type(record.type)
    return kind.update is not None and operation.tags(record.type, properties) != record.tags


def _replace(operation: Operation, record: StackResource, properties: Document, undos: list[Undo]) -> None:
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS", _REPLACING)
    _refuse_same_name(record, properties)
    old, fresh = copy.copy(record), copy.copy(record)
    fresh.physical_id, fresh.attributes = "", {}
    require_rights(operation.call, record.type, "create", properties)
    with step_of(operation, record.type):
        made = known_type(record.type).create(operation.call, operation.resource(fresh, properties))
        keep(operation, record, properties, made)
        undos.append(Undo(old, replacement=copy.copy(record)))


def _change_in_place(operation: Operation, record: StackResource, properties: Document, undos: list[Undo]) -> None:
    record_resource(operation.stack, record, "UPDATE_IN_PROGRESS")
    undos.append(Undo(copy.copy(record), tried=properties))
    apply_in_place(operation, record, properties, record.properties)


def _refuse_same_name(record: StackResource, properties: Document) -> None:
    """A resource with a name of its own cannot exist twice, so it cannot be replaced under that name.

    A name of several parts is the same only if all are; one with a part that AWS makes up is always another.
    """
    identity = schema_for(record.type).document.get("primaryIdentifier", [])
    names = [path.removeprefix("/properties/") for path in identity]
    if names and all(name in properties and properties[name] == record.properties.get(name) for name in names):
        raise invalid(
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
            f"Rename {record.physical_id} and update the stack again."
        )
