"""Making one resource."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.rights import require_rights
from mlops_templates.localaws.cloudformation.resource_type import Made
from mlops_templates.localaws.cloudformation.schema.resource import check_properties, known_type
from mlops_templates.localaws.cloudformation.state import StackResource
from mlops_templates.localaws.cloudformation.template.blueprint import dependencies
from mlops_templates.localaws.cloudformation.template.declarations import ResourceDeclaration
from mlops_templates.localaws.document import Document


def make(operation: Operation, declaration: ResourceDeclaration) -> StackResource:
    """Create a resource and remember it.

    Raises:
        ResourceFailedError: after the event that says why.
    """
    record = StackResource(declaration.logical_id, declaration.type)
    describe(record, declaration)
    operation.stack.resources[record.logical_id] = record
    record_resource(operation.stack, record, "CREATE_IN_PROGRESS")
    try:
        with as_resource_failure(record.logical_id):
            properties = operation.resolved(declaration)
            check_properties(record.logical_id, record.type, properties)
            record.properties = properties
            resource = operation.resource(record, properties)
            require_rights(operation.call, record.type, "create", properties)
            with step_of(operation, record.type):
                keep(operation, record, properties, known_type(record.type).create(operation.call, resource))
            refuse_if_cancelled(operation, record.logical_id, "creation")
    except ResourceFailedError as failure:
        operation.failed.add(record.logical_id)
        record_resource(operation.stack, record, "CREATE_FAILED", failure.reason, operation.shown(record.properties))
        raise
    record_resource(operation.stack, record, "CREATE_COMPLETE", properties=operation.shown(record.properties))
    return record


def refuse_if_cancelled(operation: Operation, logical_id: str, what: str) -> None:
    """What was under way when something else failed counts as failed, although the embedded AWS lets it finish."""
    if operation.failed or operation.stack.cancelled:
        raise ResourceFailedError(logical_id, f"Resource {what} cancelled")


def step_of(operation: Operation, kind: str) -> AbstractContextManager[None]:
    """A resource is made and remembered in one step, unless that takes long: such a handler tells what it has begun."""
    return nullcontext() if known_type(kind).waits else operation.call.world.steps.step()


def keep(operation: Operation, record: StackResource, properties: Document, made: Made) -> None:
    """Remember what a handler answered."""
    record.physical_id, record.attributes = made.physical_id, dict(made.attributes)
    record.properties = properties
    record.tags = operation.tags(record.type, properties)


def describe(record: StackResource, declaration: ResourceDeclaration) -> None:
    """Take over what the declaration says beyond the properties."""
    record.deletion_policy = declaration.deletion_policy
    record.update_replace_policy = declaration.update_replace_policy
    record.metadata = declaration.metadata
    record.depends_on = dependencies(declaration)
