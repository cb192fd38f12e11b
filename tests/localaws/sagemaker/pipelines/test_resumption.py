"""Executions of pipelines that the server before had at work."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines.records import Execution, PipelineState, StepRun
from mlops_templates.localaws.sagemaker.pipelines.resumption import resume
from tests.conftest import Aws

ELSEWHERE = "eu-west-3"
"""A region in which nothing else is at work."""
WHY = "InternalServerError: the embedded AWS was stopped while this was in progress"


def kept(call: Call, status: str, *steps: str, stopping: bool = False) -> Execution:
    """An execution as it is read back, with steps of these statuses."""
    arn = call.arn("sagemaker", f"pipeline/p/execution/{status}")
    runs = {each: StepRun(each, "Processing", "", "", now(), status=each) for each in steps}
    made = Execution(
        *("id", arn, "p-arn", "p", "{}", "role", {}, "", "", None),
        *(now(), "me", now(), status),
        steps=runs,
        stop_requested=stopping,
    )
    call.state(PipelineState).executions[arn] = made
    return made


@pytest.fixture
def call(aws: Aws) -> Call:
    return Call(aws.world, ACCOUNT, ELSEWHERE, aws.server.credentials)


def test_an_execution_that_ran_has_failed_with_the_step_that_it_was_at(call: Call) -> None:
    execution = kept(call, "Executing", "Succeeded", "Executing")
    resume(call)
    assert execution.status == "Failed"
    assert {name: step.status for name, step in execution.steps.items()} == {
        "Succeeded": "Succeeded",
        "Executing": "Failed",
    }
    assert (execution.steps["Executing"].failure_reason, WHY in execution.failure_reason) == (WHY, True)


def test_an_execution_that_was_being_stopped_is_stopped(call: Call) -> None:
    execution = kept(call, "Stopping", "Executing", stopping=True)
    resume(call)
    assert (execution.status, execution.steps["Executing"].status) == ("Stopped", "Stopped")


def test_an_execution_that_was_over_stays_as_it_was(call: Call) -> None:
    execution = kept(call, "Succeeded", "Succeeded")
    resume(call)
    assert execution.status == "Succeeded"
