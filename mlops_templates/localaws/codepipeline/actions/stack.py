"""Stacks as an action works on them: change, then wait; a stack that rolled back is a failed action."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from botocore.exceptions import ClientError

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job
from mlops_templates.localaws.document import Document

FAILED = frozenset(
    {
        "CREATE_FAILED",
        "DELETE_FAILED",
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED",
        "UPDATE_ROLLBACK_FAILED",
    }
)
SUCCEEDED = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"})
NO_UPDATES = "No updates are to be performed"
LONGEST_PAUSE = 0.5


def find(job: Job, name: str) -> Document | None:
    """The stack of that name or id; None when there is none."""
    try:
        stacks = job.call.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return dict(stacks[0])


def show(job: Job, stack: Document) -> None:
    """Write into the action's record which stack it works on."""
    stack_id, region = stack["StackId"], job.call.region
    job.record.external_id = stack_id
    job.record.external_url = (
        f"https://console.aws.amazon.com/cloudformation/home?region={region}#/stacks/stackinfo?stackId={stack_id}"
    )


def create(job: Job, request: Document) -> None:
    """Create the stack and wait for it."""
    token = str(uuid.uuid4())
    answer = job.call.client("cloudformation").create_stack(**request, ClientRequestToken=token)
    wait(job, answer["StackId"], token, "Stack was created")


def update(job: Job, request: Document) -> None:
    """Update the stack and wait for it; a stack without changes is fine."""
    token = str(uuid.uuid4())
    try:
        answer = job.call.client("cloudformation").update_stack(**request, ClientRequestToken=token)
    except ClientError as error:
        if NO_UPDATES not in str(error):
            raise
        job.record.summary = f"{NO_UPDATES}."
        return
    wait(job, answer["StackId"], token, "Stack was updated")


def delete(job: Job, name: str) -> None:
    """Delete the stack and wait until it is gone."""
    found = find(job, name)
    if found is None:
        return
    token = str(uuid.uuid4())
    role = job.configuration.get("RoleArn")
    job.call.client("cloudformation").delete_stack(
        StackName=name, ClientRequestToken=token, **({"RoleARN": role} if role else {})
    )
    wait(job, found["StackId"], token, "Stack was deleted")


def wait(job: Job, stack_id: str, token: str, summary: str) -> None:
    """Wait until the stack rests.

    Raises:
        ActionFailedError: with the reason of the first event of this operation that failed.
    """
    status = pause_until(lambda: _resting_status(job, stack_id))
    if status in SUCCEEDED:
        job.record.summary = summary
        return
    raise ActionFailedError(
        "JobFailed", f"Stack {job.configuration['StackName']} is in {status}: {_reason(job, stack_id, token)}"
    )


def pause_until(ready: Callable[[], str | None]) -> str:
    """Ask again and again, with growing pauses, until there is an answer."""
    pause = 0.05
    while (answer := ready()) is None:
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return answer


def _resting_status(job: Job, stack_id: str) -> str | None:
    found = find(job, stack_id)
    if found is None:
        return "DELETE_COMPLETE"
    show(job, found)
    status = str(found["StackStatus"])
    return None if status.endswith("_IN_PROGRESS") or job.abandoned else status


def _reason(job: Job, stack_id: str, token: str) -> str:
    pages = job.call.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack_id)
    events = [event for page in pages for event in page["StackEvents"] if event.get("ClientRequestToken") == token]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    if not failed:
        return "no reason is known"
    first = failed[-1]
    return f"{first['LogicalResourceId']} ({first['ResourceType']}): {first.get('ResourceStatusReason', '')}"
