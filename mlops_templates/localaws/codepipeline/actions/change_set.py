"""Change sets as an action works on them."""

from __future__ import annotations

from botocore.exceptions import ClientError

from mlops_templates.localaws.codepipeline.actions import stack
from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job
from mlops_templates.localaws.codepipeline.actions.stack_request import stack_request
from mlops_templates.localaws.document import Document

NO_CHANGES = ("didn't contain changes", stack.NO_UPDATES)


def replace(job: Job) -> None:
    """Make the change set anew; one without changes is fine."""
    cloudformation = job.call.client("cloudformation")
    request, name = stack_request(job), job.configuration["ChangeSetName"]
    found = stack.find(job, request["StackName"])
    new = found is None or found["StackStatus"] == "REVIEW_IN_PROGRESS"
    if found is not None:
        cloudformation.delete_change_set(StackName=request["StackName"], ChangeSetName=name)
    cloudformation.create_change_set(**request, ChangeSetName=name, ChangeSetType="CREATE" if new else "UPDATE")
    stack.pause_until(lambda: _made(job))
    answer = _describe(job)
    reason = answer.get("StatusReason", "")
    if answer["Status"] == "FAILED" and not any(words in reason for words in NO_CHANGES):
        raise ActionFailedError("JobFailed", f"Change set [{name}] failed: {reason}")
    job.record.summary = f"Change set [{name}] was created"


def execute(job: Job) -> None:
    """Execute the change set and wait for the stack; one without changes is passed over."""
    found = stack.find(job, job.configuration["StackName"])
    if found is None:
        raise ActionFailedError("JobFailed", f"Stack [{job.configuration['StackName']}] does not exist")
    answer = _describe(job)
    if any(words in answer.get("StatusReason", "") for words in NO_CHANGES):
        job.record.summary = "The change set has no changes"
        return
    job.call.client("cloudformation").execute_change_set(
        StackName=job.configuration["StackName"],
        ChangeSetName=job.configuration["ChangeSetName"],
    )
    stack.wait(job, found["StackId"], "Change set was executed")


def _made(job: Job) -> str | None:
    status = str(_describe(job)["Status"])
    return status if status in ("CREATE_COMPLETE", "FAILED") or job.abandoned else None


def _describe(job: Job) -> Document:
    name = job.configuration["ChangeSetName"]
    try:
        return dict(
            job.call.client("cloudformation").describe_change_set(
                StackName=job.configuration["StackName"], ChangeSetName=name
            )
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ChangeSetNotFound":
            raise
        raise ActionFailedError("JobFailed", f"Change set [{name}] does not exist") from error
