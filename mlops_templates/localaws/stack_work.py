"""Waiting for stacks on behalf of a service that made or changed one."""

from __future__ import annotations

import time

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document

SUCCEEDED = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"})
LONGEST_PAUSE = 0.5


class StackFailedError(Exception):
    """A stack that came to rest elsewhere than it should, with the first reason among its events."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.code = status
        self.message = message


def find_stack(call: Call, name: str) -> Document | None:
    """The stack of that name or id; None when there is none."""
    try:
        return dict(call.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0])
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def outputs_of(call: Call, stack_id: str) -> list[Document]:
    """The stack's outputs: key, value and description."""
    stack = find_stack(call, stack_id) or {}
    members = ("OutputKey", "OutputValue", "Description")
    return [{key: output[key] for key in members if key in output} for output in stack.get("Outputs", [])]


def wait_for_stack(call: Call, stack_id: str) -> None:
    """Wait until the stack rests.

    Raises:
        StackFailedError: with the reason of the first event of the last operation that failed.
    """
    pause = 0.05
    while (status := _status(call, stack_id)).endswith("_IN_PROGRESS"):
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    if status not in SUCCEEDED:
        raise StackFailedError(status, first_failure(call, stack_id) or f"The stack is in {status}")


def first_failure(call: Call, stack_id: str) -> str:
    """What failed first in the last operation on the stack, as `<logical id> (<type>): <reason>`."""
    pages = call.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack_id)
    failed = ""
    for event in (event for page in pages for event in page["StackEvents"]):
        if event["ResourceStatus"].endswith("_FAILED"):
            reason = event.get("ResourceStatusReason", "")
            failed = f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}"
        if event.get("ResourceStatusReason") == "User Initiated":
            break
    return failed


def _status(call: Call, stack_id: str) -> str:
    stack = find_stack(call, stack_id)
    return str(stack["StackStatus"]) if stack else "DELETE_COMPLETE"
