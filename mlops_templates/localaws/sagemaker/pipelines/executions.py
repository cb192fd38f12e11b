"""Executions of a pipeline."""

import secrets
import string
import time
from dataclasses import replace

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.pipelines import parameters, runner
from mlops_templates.localaws.sagemaker.pipelines.reading import read
from mlops_templates.localaws.sagemaker.pipelines.records import (
    Execution,
    Pipeline,
    PipelineState,
    execution_of,
    pipeline_of,
)
from mlops_templates.localaws.sagemaker.refusals import conflict
from mlops_templates.localaws.sagemaker.service import SERVICE

_LETTERS = string.ascii_lowercase + string.digits


@SERVICE.action
def start_pipeline_execution(call: Call, request: Document) -> Document:
    state, token = call.state(PipelineState), f"start {request['ClientRequestToken']}"
    with call.world.lock:
        if token in state.tokens:
            return {"PipelineExecutionArn": state.tokens[token]}
        pipeline = pipeline_of(call, request["PipelineName"])
        execution = _new(call, pipeline, request)
        state.executions[execution.arn], state.tokens[token] = execution, execution.arn
        state.pipelines[pipeline.name] = replace(pipeline, last_run=execution.created)
    call.world.spawn(execution.arn, runner.run, call, execution)
    return {"PipelineExecutionArn": execution.arn}


@SERVICE.action
def stop_pipeline_execution(call: Call, request: Document) -> Document:
    with call.world.lock:
        execution = execution_of(call, request["PipelineExecutionArn"])
        if execution.status != "Executing":
            raise conflict(f"Pipeline execution {execution.arn} is in status {execution.status} and cannot be stopped.")
        execution.stop_requested, execution.status, execution.modified = True, "Stopping", now()
    call.world.spawn(f"stop {execution.arn}", runner.stop, call, execution)
    return {"PipelineExecutionArn": execution.arn}


@SERVICE.action
def retry_pipeline_execution(call: Call, request: Document) -> Document:
    """Run the steps again that did not succeed; results of the others are kept."""
    with call.world.lock:
        execution = execution_of(call, request["PipelineExecutionArn"])
        if execution.status not in ("Failed", "Stopped"):
            raise conflict(f"Pipeline execution {execution.arn} is in status {execution.status} and cannot be retried.")
        execution.parallelism = request.get("ParallelismConfiguration", execution.parallelism)
        execution.stop_requested, execution.failure_reason = False, ""
        execution.status, execution.modified = "Executing", now()
        for record in execution.steps.values():
            record.status = "Retrying" if record.status in ("Failed", "Stopped") else record.status
    call.world.spawn(execution.arn, runner.run, call, execution)
    return {"PipelineExecutionArn": execution.arn}


@SERVICE.action
def update_pipeline_execution(call: Call, request: Document) -> Document:
    with call.world.lock:
        execution = execution_of(call, request["PipelineExecutionArn"])
        execution.display_name = request.get("PipelineExecutionDisplayName", execution.display_name)
        execution.description = request.get("PipelineExecutionDescription", execution.description)
        execution.parallelism = request.get("ParallelismConfiguration", execution.parallelism)
        execution.modified = now()
    return {"PipelineExecutionArn": execution.arn}


def _new(call: Call, pipeline: Pipeline, request: Document) -> Execution:
    given = request.get("PipelineParameters", [])
    moment, identity = now(), "".join(secrets.choice(_LETTERS) for _ in range(12))
    return Execution(
        id=identity,
        arn=f"{pipeline.arn}/execution/{identity}",
        pipeline_arn=pipeline.arn,
        pipeline_name=pipeline.name,
        definition=pipeline.definition,
        role_arn=request.get("RoleArn", pipeline.role_arn),
        parameters=parameters.effective(read(pipeline.definition), given),
        display_name=request.get("PipelineExecutionDisplayName", f"execution-{int(time.time() * 1000)}"),
        description=request.get("PipelineExecutionDescription", ""),
        parallelism=request.get("ParallelismConfiguration", pipeline.parallelism),
        created=moment,
        created_by=call.principal,
        modified=moment,
    )
