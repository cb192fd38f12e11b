"""One execution of a SageMaker pipeline, from start to end."""

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from ci import failures
from ci.banner import StepFailed, say
from ml_pipelines.project import Project

FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0


def upsert(sagemaker: Any, project: Project, definition: str) -> str:
    """Update the pipeline, or create it the first time; says which."""
    request = {"PipelineName": project.pipeline_name, "PipelineDefinition": definition, "RoleArn": project.role}
    try:
        arn = sagemaker.update_pipeline(**request)["PipelineArn"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("ResourceNotFound", "ResourceNotFoundException"):
            raise
        sagemaker.create_pipeline(**request, Tags=project.tags)
        return "created"
    sagemaker.add_tags(ResourceArn=arn, Tags=project.tags)
    return "updated"


def start(sagemaker: Any, pipeline: str, parameters: Mapping[str, str], build_id: str) -> str:
    started = sagemaker.start_pipeline_execution(
        PipelineName=pipeline,
        PipelineExecutionDisplayName=build_id,
        PipelineParameters=[{"Name": name, "Value": value} for name, value in parameters.items()],
    )
    return started["PipelineExecutionArn"]


def follow(sagemaker: Any, logs: Any, arn: str) -> str:
    """Print each change of a step, and the log of what failed; the ARN of the model package that was registered."""
    begin, wait, printed = time.monotonic(), FIRST_WAIT, {}
    while True:
        status = sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)
        steps = steps_of(sagemaker, arn)
        for step in steps:
            if printed.get(step["StepName"]) != step["StepStatus"]:
                printed[step["StepName"]] = step["StepStatus"]
                say(f"{time.monotonic() - begin:7.1f} s  {step['StepName']:<20} {step['StepStatus']}{reused(step)}")
        if status["PipelineExecutionStatus"] not in ("Executing", "Stopping"):
            break
        time.sleep(wait)
        wait = min(wait * 1.25, LONGEST_WAIT)
    if status["PipelineExecutionStatus"] != "Succeeded":
        raise failures.describe(arn, status, steps, failures.print_logs(logs, steps))
    return registered(steps)


def steps_of(sagemaker: Any, arn: str) -> list[dict[str, Any]]:
    """Steps in the order of their start, from all pages of the answer."""
    steps, token = [], {}
    while True:
        page = sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending", **token)
        steps += page["PipelineExecutionSteps"]
        if not page.get("NextToken"):
            return steps
        token = {"NextToken": page["NextToken"]}


def reused(step: dict[str, Any]) -> str:
    return " (unchanged: result of an earlier run)" if step.get("CacheHitResult") else ""


def registered(steps: list[dict[str, Any]]) -> str:
    arns = [step["Metadata"]["RegisterModel"]["Arn"] for step in steps if "RegisterModel" in step.get("Metadata", {})]
    if not arns:
        raise StepFailed(
            "the execution succeeded, but no step registered a model",
            "look at ml_pipelines/training/ml-pipeline-training.py: the quality gate must end in Register or fail",
        )
    return arns[-1]
