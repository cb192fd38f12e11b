"""What has run: executions of a pipeline and of its actions."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.lookup import execution_of, pipeline_named
from mlops_templates.localaws.codepipeline.pages import page_of
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import ActionRun, ArtifactLocation, Execution, Pipeline
from mlops_templates.localaws.document import Document


@SERVICE.action
def get_pipeline_execution(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipelineName"])
    execution = execution_of(pipeline, request["pipelineExecutionId"])
    variables = execution.variables["variables"]
    answer = {
        **_common(execution),
        "pipelineName": pipeline.name,
        "pipelineVersion": execution.definition["version"],
        "artifactRevisions": [
            {"name": each.artifact, "revisionId": each.id, "revisionSummary": each.summary, "created": each.created}
            for each in execution.found_revisions
        ],
        "variables": [{"name": name, "resolvedValue": value} for name, value in variables.items()],
    }
    return {"pipelineExecution": answer}


@SERVICE.action
def list_pipeline_executions(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipelineName"])
    stage = request.get("filter", {}).get("succeededInStage", {}).get("stageName")
    found = [
        execution
        for execution in reversed(pipeline.executions)
        if stage is None or execution.stages.get(stage) == "Succeeded"
    ]
    items, token = page_of(found, request)
    return {"pipelineExecutionSummaries": [_summary(execution) for execution in items], "nextToken": token}


@SERVICE.action
def list_action_executions(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["pipelineName"])
    wanted = request.get("filter", {})
    latest = wanted.get("latestInPipelineExecution", {})
    execution_id = wanted.get("pipelineExecutionId") or latest.get("pipelineExecutionId")
    if execution_id:
        execution_of(pipeline, execution_id)
    found = [(each, run) for each, run in pipeline.runs() if execution_id in (None, each.id)]
    if latest.get("startTimeRange") == "Latest":
        found = [(each, run) for each, run in found if each.latest(run.stage, run.name) is run]
    items, token = page_of(found, request)
    return {"actionExecutionDetails": [_detail(pipeline, each, run) for each, run in items], "nextToken": token}


def _common(execution: Execution) -> Document:
    target = execution.rolled_back_to
    return {
        "pipelineExecutionId": execution.id,
        "status": execution.status,
        "statusSummary": execution.summary,
        "trigger": {"triggerType": execution.trigger.type, "triggerDetail": execution.trigger.detail},
        "executionMode": execution.mode,
        "executionType": execution.kind,
        **({"rollbackMetadata": {"rollbackTargetPipelineExecutionId": target}} if target else {}),
    }


def _summary(execution: Execution) -> Document:
    revisions = [
        {"actionName": each.action, "revisionId": each.id, "revisionSummary": each.summary}
        for each in execution.found_revisions
    ]
    stop = {"stopTrigger": {"reason": execution.stop_reason}} if execution.stop_reason else {}
    times = {"startTime": execution.started, "lastUpdateTime": execution.updated}
    return {**_common(execution), **times, **stop, "sourceRevisions": revisions}


def _detail(pipeline: Pipeline, execution: Execution, run: ActionRun) -> Document:
    return {
        "pipelineExecutionId": execution.id,
        "actionExecutionId": run.id,
        "pipelineVersion": execution.definition["version"],
        "stageName": run.stage,
        "actionName": run.name,
        "startTime": run.started,
        "lastUpdateTime": run.updated,
        "updatedBy": run.updated_by or None,
        "status": run.status,
        "input": _input(pipeline, run),
        "output": _output(run),
    }


def _input(pipeline: Pipeline, run: ActionRun) -> Document:
    declaration = run.declaration
    optional = {key: declaration[key] for key in ("roleArn", "namespace") if declaration.get(key)}
    return {
        "actionTypeId": declaration["actionTypeId"],
        "configuration": declaration["configuration"],
        "resolvedConfiguration": run.configuration,
        "region": pipeline.arn.split(":")[3],
        "inputArtifacts": _artifacts(run.inputs),
        **optional,
    }


def _output(run: ActionRun) -> Document:
    result = {
        "externalExecutionId": run.external_id,
        "externalExecutionSummary": run.summary,
        "externalExecutionUrl": run.external_url,
        "logStreamARN": run.log_stream,
        "errorDetails": {"code": run.error_code, "message": run.error_message} if run.error_code else None,
    }
    return {
        "outputArtifacts": _artifacts(run.outputs),
        "executionResult": {key: value for key, value in result.items() if value},
        "outputVariables": run.variables,
    }


def _artifacts(locations: dict[str, ArtifactLocation]) -> list[Document]:
    return [
        {"name": name, "s3location": {"bucket": location.bucket, "key": location.key}}
        for name, location in locations.items()
    ]
