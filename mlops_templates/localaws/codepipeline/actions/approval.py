"""Manual approval: publishes the request, then waits for PutApprovalResult."""

from __future__ import annotations

import json
from datetime import timedelta

from mlops_templates.localaws.codepipeline.actions.job import ActionFailedError, Job, Outcome
from mlops_templates.localaws.codepipeline.state import new_id, now
from mlops_templates.localaws.document import Document

DEFAULT_MINUTES = 7 * 24 * 60


def run(job: Job) -> Outcome:
    """End as the approver decides; fail when nobody has decided in time."""
    minutes = job.record.declaration.get("timeoutInMinutes", DEFAULT_MINUTES)
    with job.pipeline.changed:
        job.record.token = new_id()
    if "NotificationArn" in job.configuration:
        _notify(job, minutes)
    return wait(job)


def wait(job: Job) -> Outcome:
    """Wait for the decision on a request that was made, as long as is left of its time."""
    minutes = job.record.declaration.get("timeoutInMinutes", DEFAULT_MINUTES)
    left = (job.record.started + timedelta(minutes=minutes) - now()).total_seconds()
    with job.pipeline.changed:
        job.pipeline.changed.wait_for(lambda: bool(job.record.decision) or job.abandoned, timeout=max(left, 0))
    if job.record.decision == "Rejected":
        raise ActionFailedError("", "")
    if not job.record.decision and not job.abandoned:
        raise ActionFailedError("JobTimedOut", f"The approval was not given within {minutes} minutes")
    return Outcome()


def _notify(job: Job, minutes: int) -> None:
    name, action = job.pipeline.name, job.record.name
    job.call.client("sns").publish(
        TopicArn=job.configuration["NotificationArn"],
        Subject=f"APPROVAL NEEDED: AWS CodePipeline {name} for action {action}"[:100],
        Message=json.dumps(_message(job, minutes)),
    )


def _message(job: Job, minutes: int) -> Document:
    region = job.call.region
    console = f"https://console.aws.amazon.com/codepipeline/home?region={region}#/view/{job.pipeline.name}"
    record = job.record
    expires = record.started + timedelta(minutes=minutes)
    approval = {
        "pipelineName": job.pipeline.name,
        "stageName": record.stage,
        "actionName": record.name,
        "token": record.token,
        "expires": expires.strftime("%Y-%m-%dT%H:%MZ"),
        "externalEntityLink": job.configuration.get("ExternalEntityLink"),
        "approvalReviewLink": f"{console}/{record.stage}/{record.name}/approve/{record.token}",
        "customData": job.configuration.get("CustomData"),
    }
    return {"region": region, "consoleLink": console, "approval": approval}
