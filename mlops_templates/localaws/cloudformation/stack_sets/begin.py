"""The first moment of an operation on a stack set: recorded under the lock, the work goes to the background."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets import preferences
from mlops_templates.localaws.cloudformation.stack_sets.execution import run
from mlops_templates.localaws.cloudformation.stack_sets.lookup import refuse_while_busy
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, Result, SetOperation, StackSet
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def repeated(stack_set: StackSet, request: Document) -> Document | None:
    """The answer that the same request with the same operation id got before.

    Raises:
        AwsError: `OperationIdAlreadyExistsException` for another request; AWS's words for it are not known.
    """
    known = stack_set.operations.get(request.get("OperationId") or "")
    if known is None:
        return None
    if known.request != request:
        message = f"Operation {known.id} already exists for StackSet {stack_set.id}"
        raise AwsError("OperationIdAlreadyExistsException", message, status=409)
    return {"OperationId": known.id}


def checked(stack_set: StackSet, request: Document) -> None:
    """Refuse what no operation may begin with."""
    refuse_while_busy(stack_set)
    preferences.check(request.get("OperationPreferences") or {})


def begin(call: Call, stack_set: StackSet, action: str, request: Document, chosen: Iterable[Instance]) -> Document:
    """Start an operation on the chosen instances. The caller holds the lock."""
    refuse_while_busy(stack_set)
    operation = SetOperation(request.get("OperationId") or str(uuid.uuid4()), action, request, stack_set.specification)
    for instance in chosen:
        operation.results.append(Result(instance.account, instance.region))
        instance.operation, instance.detail, instance.reason = operation.id, "PENDING", "User initiated operation"
    stack_set.operations[operation.id] = operation
    call.world.spawn(f"stack set {stack_set.name}", run, call, stack_set, operation)
    return {"OperationId": operation.id}
