"""Executions: start, stop, retry."""

from __future__ import annotations

from collections.abc import Mapping

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline import doors, events, executor
from mlops_templates.localaws.codepipeline.lookup import execution_of, pipeline_named, stage_of
from mlops_templates.localaws.codepipeline.revisions import read_revisions
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import Execution, Pipeline, Trigger, now
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.once import turn


def start(
    call: Call,
    name: str,
    trigger: Trigger,
    *,
    variables: Mapping[str, str] | None = None,
    revisions: Mapping[str, str] | None = None,
    branches: Mapping[str, str] | None = None,
) -> Execution:
    """Start an execution in the background.

    Raises:
        AwsError: for an unknown pipeline, an unknown variable and a variable without value.
    """
    pipeline = pipeline_named(call, name)
    values = _values(pipeline.definition, variables or {})
    execution = Execution(
        pipeline.definition, trigger, {"variables": values}, dict(revisions or {}), dict(branches or {})
    )
    execution.variables["codepipeline"] = {"PipelineExecutionId": execution.id}
    first = execution.definition["stages"][0]["name"]
    with pipeline.changed:
        pipeline.executions.append(execution)
        overtaken = doors.arrive(pipeline, execution, first)
    for each in overtaken:
        events.pipeline_changed(call, pipeline, each)
    events.pipeline_changed(call, pipeline, execution)
    call.world.spawn(f"pipeline {name}", executor.run, call, pipeline, execution, first)
    return execution


def start_by_rule(call: Call, name: str, rule_arn: str) -> Execution:
    """Start an execution because a rule of EventBridge matched."""
    call.require("codepipeline", "StartPipelineExecution", {"name": name})
    return start(call, name, Trigger("CloudWatchEvent", rule_arn))


def has_values(definition: Document) -> bool:
    """Whether an execution can start without anybody giving variables."""
    return all("defaultValue" in variable for variable in definition.get("variables", []))


def abandon_all(pipeline: Pipeline) -> None:
    """End every execution at once."""
    with pipeline.changed:
        for execution in pipeline.executions:
            if execution.status in ("InProgress", "Stopping"):
                _abandon(execution)
        pipeline.changed.notify_all()


@SERVICE.action
def start_pipeline_execution(call: Call, request: Document) -> Document:
    with turn(call, f"codepipeline:{request['name']}", request.get("clientRequestToken", "")):
        return _started(call, request)


def _started(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["name"])
    token = request.get("clientRequestToken", "")
    if token in pipeline.start_tokens:
        return {"pipelineExecutionId": pipeline.start_tokens[token]}
    execution = start(
        call,
        pipeline.name,
        Trigger("StartPipelineExecution", call.principal),
        variables={variable["name"]: variable["value"] for variable in request.get("variables", [])},
        revisions=read_revisions(pipeline.definition, request.get("sourceRevisions", [])),
    )
    if token:
        pipeline.start_tokens[token] = execution.id
    return {"pipelineExecutionId": execution.id}


@SERVICE.action
def stop_pipeline_execution(call: Call, request: Document) -> Document:
    """Stop and wait for what is in progress, or abandon it."""
    pipeline = pipeline_named(call, request["pipelineName"])
    execution = execution_of(pipeline, request["pipelineExecutionId"])
    with pipeline.changed:
        if execution.status == "Stopping" and not request.get("abandon"):
            raise AwsError("DuplicatedStopRequestException", f"Execution {execution.id} is already stopping")
        if execution.status not in ("InProgress", "Stopping"):
            message = f"The execution {execution.id} is not in progress and cannot be stopped"
            raise AwsError("PipelineExecutionNotStoppableException", message)
        execution.stop_reason = request.get("reason", "")
        if request.get("abandon"):
            _abandon(execution)
        else:
            execution.status, execution.updated = "Stopping", now()
        pipeline.changed.notify_all()
    events.pipeline_changed(call, pipeline, execution)
    return {"pipelineExecutionId": execution.id}


@SERVICE.action
def retry_stage_execution(call: Call, request: Document) -> Document:
    pipeline, stage = pipeline_named(call, request["pipelineName"]), request["stageName"]
    stage_of(pipeline.definition, stage)
    execution = pipeline.execution(request["pipelineExecutionId"])
    with pipeline.changed:
        if execution is None or pipeline.door(stage).latest != execution.id:
            message = f"{request['pipelineExecutionId']} is not the latest execution of stage {stage}"
            raise AwsError("NotLatestPipelineExecutionException", message)
        if not _retryable(pipeline, execution, stage):
            raise AwsError(
                "StageNotRetryableException",
                "Unable to retry. The pipeline structure or stage state might have changed while actions awaited "
                "retry, or the stage contains no failed actions.",
            )
        if request["retryMode"] == "ALL_ACTIONS":
            execution.fresh_from = len(execution.runs)
        execution.status, execution.summary, execution.updated = "InProgress", "", now()
        execution.attempt += 1
        execution.manual_retries[stage] = execution.manual_retries.get(stage, 0) + 1
        pipeline.door(stage).inside.add(execution.id)
    events.pipeline_changed(call, pipeline, execution, "RESUMED")
    call.world.spawn(f"pipeline {pipeline.name}", executor.run, call, pipeline, execution, stage)
    return {"pipelineExecutionId": execution.id}


def _retryable(pipeline: Pipeline, execution: Execution, stage: str) -> bool:
    ended = execution.status in ("Failed", "Stopped") and execution.stages.get(stage) in ("Failed", "Stopped")
    return ended and execution.definition == pipeline.definition


def _abandon(execution: Execution) -> None:
    for run in execution.runs:
        run.end("Abandoned")
    for stage, status in execution.stages.items():
        if status in ("InProgress", "Stopping"):
            execution.stages[stage] = "Stopped"
    execution.status, execution.updated = "Stopped", now()


def _values(definition: Document, given: Mapping[str, str]) -> dict[str, str]:
    declared = {variable["name"]: variable.get("defaultValue") for variable in definition.get("variables", [])}
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise AwsError("ValidationException", f"Pipeline variables that are not declared: {', '.join(unknown)}")
    values = {name: given.get(name, default) for name, default in declared.items()}
    missing = sorted(name for name, value in values.items() if value is None)
    if missing:
        raise AwsError("ValidationException", f"Pipeline variables without a value: {', '.join(missing)}")
    return {name: str(value) for name, value in values.items()}
