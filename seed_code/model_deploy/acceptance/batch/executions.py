"""Executions of a SageMaker pipeline: found, followed to their end, explained when they fail."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0


@dataclass(frozen=True)
class Patience:
    """Pauses that grow, until the time is up."""

    minutes: float

    def __iter__(self) -> Any:
        begin, wait = time.monotonic(), FIRST_WAIT
        while time.monotonic() - begin < self.minutes * 60:
            yield
            time.sleep(wait)
            wait = min(wait * 1.25, LONGEST_WAIT)


def follow(sagemaker: Any, arn: str, minutes: float) -> None:
    """Wait until the execution has succeeded."""
    for _ in Patience(minutes):
        answer = sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)
        status = answer["PipelineExecutionStatus"]
        if status == "Succeeded":
            return
        if status not in ("Executing", "Stopping"):
            raise AssertionError(
                f"{arn} is {status}: {'; '.join(_reasons(sagemaker, arn)) or answer.get('FailureReason', '')}\n"
                "What to do: read the log of the step, in the group /aws/sagemaker/ProcessingJobs or TransformJobs; "
                "the steps are in app_infra/batch_inference/steps."
            )
    raise AssertionError(
        f"{arn} has not ended after {minutes:g} minutes.\nWhat to do: look where it waits, in Studio under Pipelines; "
        "give it larger instances, or more time: test_limits.run_minutes in inference_config/staging/batch_config.json."
    )


def arrived(sagemaker: Any, pipeline: str, key: str, since: datetime, minutes: float) -> str:
    """The execution that was started for this file."""
    for _ in Patience(minutes):
        page = sagemaker.list_pipeline_executions(PipelineName=pipeline, CreatedAfter=since)
        for execution in page["PipelineExecutionSummaries"]:
            arn = str(execution["PipelineExecutionArn"])
            values = sagemaker.list_pipeline_parameters_for_execution(PipelineExecutionArn=arn)["PipelineParameters"]
            if {"Name": "InputPrefix", "Value": key} in values:
                return arn
    raise AssertionError(
        f"{key} arrived, and {pipeline} has not been started for it within {minutes:g} minutes.\nWhat to do: see that "
        "the bucket sends its events to EventBridge, and read the queue of the stage that holds what was not delivered."
    )


def _reasons(sagemaker: Any, arn: str) -> list[str]:
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn)["PipelineExecutionSteps"]
    return [f"{step['StepName']}: {step['FailureReason']}" for step in steps if step.get("FailureReason")]
