"""Jobs that the server before had at work."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.sagemaker.jobs.records import PROCESSING, Job, JobState
from mlops_templates.localaws.sagemaker.jobs.resumption import resume
from mlops_templates.localaws.sagemaker.moments import now
from tests.conftest import Aws

ELSEWHERE = "eu-west-3"
"""A region in which nothing else is at work."""


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("InProgress", "Failed", "InternalServerError: the embedded AWS was stopped while this was in progress"),
        ("Stopping", "Stopped", ""),
        ("Completed", "Completed", ""),
    ],
)
def test_a_job_that_ran_has_failed_and_one_that_was_being_stopped_is_stopped(
    aws: Aws, before: str, after: str, why: str
) -> None:
    call = Call(aws.world, ACCOUNT, ELSEWHERE, aws.server.credentials)
    job = Job(PROCESSING, before, call.arn("sagemaker", f"processing-job/{before}"), {}, now(), now(), before)
    call.state(JobState).jobs[job.arn] = job
    resume(call)
    assert (job.status, job.failure_reason) == (after, why)
