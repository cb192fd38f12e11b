"""DescribeStackResources, DescribeStackResource, ListStackResources."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, stack_of, state_of
from mlops_templates.localaws.cloudformation.state import Stack, StackResource
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page


@SERVICE.action
def describe_stack_resources(call: Call, request: Document) -> Document:
    """Up to a hundred resources of a stack, or of the stack that owns a physical id."""
    stack = _stack_of_resources(call, request)
    wanted = request.get("LogicalResourceId")
    records = [record for record in list(stack.resources.values()) if wanted in (None, record.logical_id)]
    if wanted and not records:
        raise invalid(f"Resource {wanted} does not exist for stack {stack.name}")
    return {
        "StackResources": [
            {**_of_stack(stack), **_resource(record), "Timestamp": record.changed} for record in records[:100]
        ]
    }


@SERVICE.action
def describe_stack_resource(call: Call, request: Document) -> Document:
    """One resource, with its metadata."""
    stack = stack_of(call, request["StackName"], "Stack '{}' does not exist")
    record = stack.resources.get(request["LogicalResourceId"])
    if record is None:
        raise invalid(f"Resource {request['LogicalResourceId']} does not exist for stack {stack.name}")
    detail = {**_of_stack(stack), **_resource(record), "LastUpdatedTimestamp": record.changed}
    return {"StackResourceDetail": {**detail, "Metadata": json.dumps(record.metadata)}}


@SERVICE.action
def list_stack_resources(call: Call, request: Document) -> Document:
    """Every resource of a stack, in pages."""
    stack = stack_of(call, request["StackName"])
    records, token = page(list(stack.resources.values()), request, error="ValidationError")
    summaries = [{**_resource(record), "LastUpdatedTimestamp": record.changed} for record in records]
    return {"StackResourceSummaries": summaries, "NextToken": token}


def _stack_of_resources(call: Call, request: Document) -> Stack:
    physical_id = request.get("PhysicalResourceId")
    if not physical_id:
        return stack_of(call, request.get("StackName") or "")
    for stack in list(state_of(call).stacks.values()):
        if not stack.gone and any(record.physical_id == physical_id for record in list(stack.resources.values())):
            return stack
    raise invalid(f"Stack for {physical_id} does not exist")


def _of_stack(stack: Stack) -> Document:
    return {"StackName": stack.name, "StackId": stack.id}


def _resource(record: StackResource) -> Document:
    return {
        "LogicalResourceId": record.logical_id,
        "PhysicalResourceId": record.physical_id or None,
        "ResourceType": record.type,
        "ResourceStatus": record.status,
        "ResourceStatusReason": record.reason,
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }
