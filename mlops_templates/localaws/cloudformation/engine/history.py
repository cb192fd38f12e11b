"""Statuses and events: what an operation leaves behind for DescribeStackEvents."""

from __future__ import annotations

import uuid

from mlops_templates.localaws.cloudformation.state import Event, Stack, StackResource, now
from mlops_templates.localaws.document import Document


def record_stack(stack: Stack, status: str, reason: str | None = None) -> None:
    """Give the stack a status, with an event."""
    kind = "AWS::CloudFormation::Stack"
    stack.events.append(Event(str(uuid.uuid4()), stack.name, stack.id, kind, status, reason, now(), stack.token))
    stack.reason = reason
    stack.status = status


def record_resource(
    stack: Stack, resource: StackResource, status: str, reason: str | None = None, properties: Document | None = None
) -> None:
    """Give a resource a status, with an event."""
    resource.status, resource.reason, resource.changed = status, reason, now()
    name = f"{resource.logical_id}-{status}-{uuid.uuid4()}"
    stack.events.append(
        Event(
            id=name,
            logical_id=resource.logical_id,
            physical_id=resource.physical_id,
            type=resource.type,
            status=status,
            reason=reason,
            time=resource.changed,
            token=stack.token,
            properties=properties,
        )
    )
