"""Stacks as an action works on them: change, then wait; a stack that rolled back is a failed action."""

from __future__ import annotations

import time
from collections.abc import Callable

from botocore.exceptions import ClientError

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.stack_work import LONGEST_PAUSE, SUCCEEDED, find_stack, first_failure

FAILED = frozenset(
    {
        "CREATE_FAILED",
        "DELETE_FAILED",
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED",
        "UPDATE_ROLLBACK_FAILED",
    }
)
NO_UPDATES = "No updates are to be performed"


def find(job: Job, name: str) -> Document | None:
    """The stack of that name or id; None when there is none."""
    return find_stack(job.call, name)


def show(job: Job, stack: Document) -> None:
    """Write into the action's record which stack it works on."""
    stack_id, region = stack["StackId"], job.call.region
    job.record.external_id = stack_id
    job.record.external_url = (
        f"https://console.aws.amazon.com/cloudformation/home?region={region}#/stacks/stackinfo?stackId={stack_id}"
    )


def create(job: Job, request: Document) -> None:
    """Create the stack and wait for it."""
    answer = job.call.client("cloudformation").create_stack(**request)
    wait(job, answer["StackId"], "Stack was created")


def update(job: Job, request: Document) -> None:
    """Update the stack and wait for it; a stack without changes is fine."""
    try:
        answer = job.call.client("cloudformation").update_stack(**request)
    except ClientError as error:
        if NO_UPDATES not in str(error):
            raise
        job.record.summary = f"{NO_UPDATES}."
        return
    wait(job, answer["StackId"], "Stack was updated")


def delete(job: Job, name: str) -> None:
    """Delete the stack and wait until it is gone."""
    found = find(job, name)
    if found is None:
        return
    role = job.configuration.get("RoleArn")
    job.call.client("cloudformation").delete_stack(StackName=name, **({"RoleARN": role} if role else {}))
    wait(job, found["StackId"], "Stack was deleted")


def wait(job: Job, stack_id: str, summary: str) -> None:
    """Wait until the stack rests.

    Raises:
        ActionFailedError: with the reason of the first event of the operation that failed.
    """
    status = pause_until(lambda: _resting_status(job, stack_id))
    if status in SUCCEEDED:
        job.record.summary = summary
        return
    reason = first_failure(job.call, stack_id) or "no reason is known"
    raise ActionFailedError("JobFailed", f"Stack {job.configuration['StackName']} is in {status}: {reason}")


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
