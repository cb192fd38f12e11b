"""The events that CloudFormation puts on the default bus: each status that an operation gave to its stack."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.operation import Operation
from mlops_templates.localaws.events.bus import emit

KIND = "AWS::CloudFormation::Stack"


def tell_since(operation: Operation, known: int) -> None:
    """Tell of what was recorded after the first `known` events."""
    stack = operation.stack
    for event in stack.events[known:]:
        if event.type == KIND and event.physical_id == stack.id:
            emit(
                operation.call,
                source="aws.cloudformation",
                detail_type="CloudFormation Stack Status Change",
                detail={
                    "stack-id": stack.id,
                    "status-details": {"status": event.status, "status-reason": event.reason or ""},
                    "client-request-token": event.token or "",
                },
                resources=[stack.id],
                time=event.time,
            )
