"""GetPipelineState: where a pipeline stands, as the console shows it."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.lookup import pipeline_named
from mlops_templates.localaws.codepipeline.service import SERVICE
from mlops_templates.localaws.codepipeline.state import ActionRun, Execution, Pipeline
from mlops_templates.localaws.document import Document


@SERVICE.action
def get_pipeline_state(call: Call, request: Document) -> Document:
    pipeline = pipeline_named(call, request["name"])
    with pipeline.changed:
        return {
            "pipelineName": pipeline.name,
            "pipelineVersion": pipeline.definition["version"],
            "stageStates": [_stage(pipeline, stage) for stage in pipeline.definition["stages"]],
            "created": pipeline.created,
            "updated": pipeline.updated,
        }


def _stage(pipeline: Pipeline, stage: Document) -> Document:
    name = stage["name"]
    door = pipeline.door(name)
    waiting = [_stage_execution(found, "InProgress") for each in door.waiting if (found := pipeline.execution(each))]
    latest = pipeline.execution(door.latest)
    state: Document = {
        "stageName": name,
        "inboundExecutions": waiting,
        "actionStates": [_action(pipeline, name, action) for action in stage["actions"]],
    }
    if name != pipeline.definition["stages"][0]["name"]:
        state["inboundTransitionState"] = _transition(pipeline, name)
    if waiting:
        state["inboundExecution"] = waiting[-1]
    if latest is not None:
        state["latestExecution"] = _stage_execution(latest, _stage_status(latest, name))
        state |= _retries(latest, name)
    return state


def _retries(execution: Execution, stage: str) -> Document:
    automatic, manual = execution.automatic_retries.get(stage, 0), execution.manual_retries.get(stage, 0)
    if not automatic and not manual:
        return {}
    trigger = "ManualStageRetry" if manual else "AutomatedStageRetry"
    attempts = {"autoStageRetryAttempt": automatic, "manualStageRetryAttempt": manual}
    return {"retryStageMetadata": {**attempts, "latestRetryTrigger": trigger}}


def _stage_status(execution: Execution, stage: str) -> str:
    status = execution.stages.get(stage, "InProgress")
    return "Stopping" if status == "InProgress" and execution.status == "Stopping" else status


def _stage_execution(execution: Execution, status: str) -> Document:
    return {"pipelineExecutionId": execution.id, "status": status, "type": execution.kind}


def _transition(pipeline: Pipeline, stage: str) -> Document:
    door = pipeline.door(stage)
    if door.changed_at is None:
        return {"enabled": door.enabled}
    changed = {"lastChangedBy": door.changed_by, "lastChangedAt": door.changed_at}
    reason = {"disabledReason": door.disabled_reason} if door.disabled_reason else {}
    return {"enabled": door.enabled, **changed, **reason}


def _action(pipeline: Pipeline, stage: str, action: Document) -> Document:
    """An action with its last run, which may be one of an earlier execution."""
    runs = (run for _, run in pipeline.runs() if (run.stage, run.name) == (stage, action["name"]))
    latest = next(runs, None)
    if latest is None:
        return {"actionName": action["name"]}
    state: Document = {"actionName": action["name"], "latestExecution": action_execution(latest)}
    if latest.revision is not None:
        found = latest.revision
        state["currentRevision"] = {"revisionId": found.id, "created": found.created}
    return state


def action_execution(run: ActionRun) -> Document:
    """A run in the words of ActionExecution; members without a value are left out, as on AWS."""
    failed = run.status == "Failed" and run.error_code
    document = {
        "actionExecutionId": run.id,
        "status": run.status,
        "summary": run.summary,
        "lastStatusChange": run.updated,
        "token": run.token if run.status == "InProgress" and not run.decision else "",
        "lastUpdatedBy": run.updated_by,
        "externalExecutionId": run.external_id,
        "externalExecutionUrl": run.external_url,
        "logStreamARN": run.log_stream,
        "errorDetails": {"code": run.error_code, "message": run.error_message} if failed else None,
    }
    return {key: value for key, value in document.items() if value}
