"""The events that CodePipeline puts on the default bus."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codepipeline.state import ActionRun, Execution, Pipeline
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events.bus import emit

_STATES = {"InProgress": "STARTED", "Cancelled": "CANCELED"}


def pipeline_changed(call: Call, pipeline: Pipeline, execution: Execution, state: str = "") -> None:
    """An execution took a new status; `state` names one that is not its status, such as RESUMED."""
    trigger = {"trigger-type": execution.trigger.type, "trigger-detail": execution.trigger.detail}
    detail = {"state": state or _state(execution.status), "execution-trigger": trigger}
    _emit(call, pipeline, execution, "Pipeline", detail)


def stage_changed(call: Call, pipeline: Pipeline, execution: Execution, stage: str, state: str = "") -> None:
    detail = {"stage": stage, "state": state or _state(execution.stages[stage])}
    _emit(call, pipeline, execution, "Stage", detail)


def action_changed(call: Call, pipeline: Pipeline, execution: Execution, run: ActionRun) -> None:
    kind = run.declaration["actionTypeId"]
    detail: Document = {
        "stage": run.stage,
        "action": run.name,
        "action-execution-id": run.id,
        "state": _state(run.status),
        "region": call.region,
        "type": {key: kind[key] for key in ("owner", "category", "provider", "version")},
    }
    if run.status != "InProgress":
        result = {
            "external-execution-id": run.external_id,
            "external-execution-summary": run.summary or run.error_message,
            "external-execution-url": run.external_url,
            "error-code": run.error_code,
        }
        detail["execution-result"] = {key: value for key, value in result.items() if value}
    _emit(call, pipeline, execution, "Action", detail)


def _emit(call: Call, pipeline: Pipeline, execution: Execution, level: str, detail: Document) -> None:
    common = {
        "pipeline": pipeline.name,
        "execution-id": execution.id,
        "start-time": execution.started.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "version": float(execution.definition["version"]),
        "pipeline-execution-attempt": float(execution.attempt),
    }
    detail_type = f"CodePipeline {level} Execution State Change"
    emit(
        call, source="aws.codepipeline", detail_type=detail_type, detail={**common, **detail}, resources=[pipeline.arn]
    )


def _state(status: str) -> str:
    return _STATES.get(status, status.upper())
