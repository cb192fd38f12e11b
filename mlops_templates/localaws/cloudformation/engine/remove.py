"""Deleting resources, the dependent ones first."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mlops_templates.localaws.cloudformation.engine.failure import ResourceFailedError, as_resource_failure
from mlops_templates.localaws.cloudformation.engine.history import record_resource
from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.cloudformation.engine.rights import require_rights
from mlops_templates.localaws.cloudformation.engine.schedule import in_parallel
from mlops_templates.localaws.cloudformation.schema.resource import known_type
from mlops_templates.localaws.cloudformation.state import StackResource
from mlops_templates.localaws.cloudformation.template.graph import in_order


def in_order_of_deletion(records: Iterable[StackResource]) -> list[StackResource]:
    """Every resource before all it depends on."""
    by_name = {record.logical_id: record for record in records}
    order = in_order({name: record.depends_on for name, record in by_name.items()})
    return [by_name[name] for name in reversed(order)]


def remove_all(operation: Operation, records: Iterable[StackResource], retained: Collection[str] = ()) -> list[str]:
    """Delete resources and answer which failed; what a failed one depends on is left alone."""
    by_name = {record.logical_id: record for record in records}
    dependents = {
        name: {other.logical_id for other in by_name.values() if name in other.depends_on} for name in by_name
    }
    order = [record.logical_id for record in in_order_of_deletion(by_name.values())]
    return list(
        in_parallel(
            {name: dependents[name] for name in order},
            lambda name: _remove_or_keep(operation, by_name[name], keep=name in retained),
            stop=False,
        )
    )


def _remove_or_keep(operation: Operation, record: StackResource, *, keep: bool) -> None:
    if keep:
        record_resource(operation.stack, record, "DELETE_SKIPPED")
    elif not remove(operation, record):
        raise ResourceFailedError(record.logical_id, record.reason or "")


def remove(operation: Operation, record: StackResource) -> bool:
    """Delete one resource, with events; whether it is gone."""
    if not record.physical_id:
        record_resource(operation.stack, record, "DELETE_COMPLETE")
        return True
    record_resource(operation.stack, record, "DELETE_IN_PROGRESS")
    try:
        with as_resource_failure(record.logical_id):
            resource = operation.resource(record, record.properties)
            require_rights(operation.call, record.type, "delete", record.properties)
            known_type(record.type).delete(operation.call, resource)
    except ResourceFailedError as failure:
        record_resource(operation.stack, record, "DELETE_FAILED", failure.reason)
        return False
    record_resource(operation.stack, record, "DELETE_COMPLETE")
    return True
