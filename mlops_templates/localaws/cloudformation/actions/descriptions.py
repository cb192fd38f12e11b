"""DescribeStacks, ListStacks, DescribeStackEvents."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, stack_of, state_of
from mlops_templates.localaws.cloudformation.state import Event, Output, Stack
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page


@SERVICE.action
def describe_stacks(call: Call, request: Document) -> Document:
    """One stack by name or id, or all that are not deleted, newest first."""
    if request.get("StackName"):
        stacks = [stack_of(call, request["StackName"])]
    else:
        stacks = [stack for stack in _newest_first(call) if not stack.gone]
    shown, token = page(stacks, request, error="ValidationError")
    return {"Stacks": [_stack(stack) for stack in shown], "NextToken": token}


@SERVICE.action
def list_stacks(call: Call, request: Document) -> Document:
    """Every stack, deleted ones too, newest first."""
    wanted = request.get("StackStatusFilter")
    stacks = [stack for stack in _newest_first(call) if not wanted or stack.status in wanted]
    shown, token = page(stacks, request, error="ValidationError")
    return {"StackSummaries": [_summary(stack) for stack in shown], "NextToken": token}


@SERVICE.action
def describe_stack_events(call: Call, request: Document) -> Document:
    """The history of a stack, newest first."""
    stack = stack_of(call, request["StackName"], "Stack [{}] does not exist")
    shown, token = page(list(reversed(stack.events)), request, error="ValidationError")
    return {"StackEvents": [_event(stack, event) for event in shown], "NextToken": token}


def _newest_first(call: Call) -> list[Stack]:
    return list(reversed(state_of(call).stacks.values()))


def _times(stack: Stack) -> Document:
    times = {"CreationTime": stack.created, "LastUpdatedTime": stack.updated, "DeletionTime": stack.deleted}
    return {key: value for key, value in times.items() if value is not None}


def _stack(stack: Stack) -> Document:
    intent = stack.intent
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set_id,
        "Description": intent.blueprint.template.description,
        "Parameters": [value.document() for value in intent.blueprint.parameters.values()],
        **_times(stack),
        "RollbackConfiguration": {},
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": stack.disable_rollback,
        "NotificationARNs": [],
        "Capabilities": list(intent.capabilities),
        "Outputs": [_output(output) for output in stack.outputs],
        "RoleARN": intent.role_arn,
        "Tags": [{"Key": key, "Value": value} for key, value in intent.tags.items()],
        "EnableTerminationProtection": stack.protected,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def _summary(stack: Stack) -> Document:
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "TemplateDescription": stack.intent.blueprint.template.description,
        **_times(stack),
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def _output(output: Output) -> Document:
    document = {"OutputKey": output.key, "OutputValue": output.value}
    more = {"Description": output.description, "ExportName": output.export}
    return {**document, **{key: value for key, value in more.items() if value is not None}}


def _event(stack: Stack, event: Event) -> Document:
    properties = None if event.properties is None else json.dumps(event.properties, default=str)
    return {
        "StackId": stack.id,
        "EventId": event.id,
        "StackName": stack.name,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "Timestamp": event.time,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason,
        "ResourceProperties": properties,
        "ClientRequestToken": event.token,
    }
