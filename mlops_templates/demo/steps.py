"""The steps of a SageMaker pipeline, told as they end."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.demo.screen import Stage


def tell_steps(sagemaker: Any, pipeline: str, stage: Stage) -> None:
    """Tell each step of the newest execution that has ended; nothing while the pipeline does not exist yet."""
    try:
        executions = sagemaker.list_pipeline_executions(PipelineName=pipeline)["PipelineExecutionSummaries"]
    except ClientError:
        return
    if not executions:
        return
    arn = executions[0]["PipelineExecutionArn"]
    steps = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending")
    for step in steps["PipelineExecutionSteps"]:
        if "EndTime" not in step:
            stage.now(f"step {step['StepName']}")
            continue
        seconds = (step["EndTime"] - step["StartTime"]).total_seconds()
        stage.say_once(f"step {step['StepName']}: {step['StepStatus'].lower()} ({seconds:.1f} s)")
