"""DescribeStackSetOperation, ListStackSetOperations, ListStackSetOperationResults, StopStackSetOperation."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE
from mlops_templates.localaws.cloudformation.stack_sets.documents import (
    described_operation,
    described_result,
    summarised_operation,
)
from mlops_templates.localaws.cloudformation.stack_sets.lookup import operation_of, stack_set_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.paging import page


@SERVICE.action
def describe_stack_set_operation(call: Call, request: Document) -> Document:
    """One operation."""
    stack_set = stack_set_of(call, request["StackSetName"])
    return {"StackSetOperation": described_operation(stack_set, operation_of(stack_set, request["OperationId"]))}


@SERVICE.action
def list_stack_set_operations(call: Call, request: Document) -> Document:
    """The operations on a stack set, newest first."""
    stack_set = stack_set_of(call, request["StackSetName"])
    shown, token = page(list(reversed(stack_set.operations.values())), request, error="ValidationError")
    return {"Summaries": [summarised_operation(each) for each in shown], "NextToken": token}


@SERVICE.action
def list_stack_set_operation_results(call: Call, request: Document) -> Document:
    """How an operation went in each account and region."""
    stack_set = stack_set_of(call, request["StackSetName"])
    operation = operation_of(stack_set, request["OperationId"])
    wanted = [each["Values"] for each in request.get("Filters") or () if each["Name"] == "OPERATION_RESULT_STATUS"]
    found = [each for each in operation.results if all(each.status == status for status in wanted)]
    shown, token = page(found, request, error="ValidationError")
    return {"Summaries": [described_result(each) for each in shown], "NextToken": token}


@SERVICE.action
def stop_stack_set_operation(call: Call, request: Document) -> Document:
    """Begin nothing more of an operation; what is under way ends. AWS's words for an ended operation are not known."""
    stack_set = stack_set_of(call, request["StackSetName"])
    operation = operation_of(stack_set, request["OperationId"])
    with call.world.lock:
        if not operation.busy:
            message = f"Operation {operation.id} is in {operation.status} state and can not be stopped"
            raise AwsError("InvalidOperationException", message)
        operation.status = "STOPPING"
    return {}
