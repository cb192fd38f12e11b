"""Following a code pipeline and, inside it, a SageMaker pipeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlops_templates.demo.screen import Stage
from mlops_templates.demo.waiting import until
from mlops_templates.errors import MlopsTemplatesError

ENDED = {"Succeeded", "Failed", "Stopped", "Superseded", "Cancelled"}


@dataclass(frozen=True)
class Approval:
    """A manual approval that waits: where, its token, and the text that the approver reads."""

    stage: str
    action: str
    token: str
    text: str


def newest_execution(codepipeline: Any, name: str) -> str | None:
    """The id of the newest execution of a pipeline."""
    summaries = codepipeline.list_pipeline_executions(pipelineName=name)["pipelineExecutionSummaries"]
    return str(summaries[0]["pipelineExecutionId"]) if summaries else None


def follow(codepipeline: Any, name: str, execution: str, stage: Stage, look: Callable[[], None] = lambda: None) -> None:
    """Wait until an execution succeeded, telling each action as it ends; `look` is called meanwhile.

    Raises:
        MlopsTemplatesError: it ended otherwise; names the action, the reason and where the log is.
    """

    def ended() -> str | None:
        status = _status(codepipeline, name, execution)
        look()
        _tell_actions(codepipeline, name, execution, stage)
        return status if status in ENDED else None

    status = until(ended, f"the pipeline {name}")
    if status != "Succeeded":
        raise MlopsTemplatesError(f"the pipeline {name} ended {status}: {_failure(codepipeline, name, execution)}")


def wait_for_end(codepipeline: Any, name: str, execution: str) -> str:
    """The status in which an execution ends."""

    def ended() -> str | None:
        status = _status(codepipeline, name, execution)
        return status if status in ENDED else None

    return until(ended, f"the pipeline {name}")


def wait_for_approval(codepipeline: Any, name: str, execution: str, stage: Stage) -> Approval:
    """Wait until an execution stands before a manual approval.

    Raises:
        MlopsTemplatesError: it ended before it got there.
    """

    def waits() -> Approval | None:
        _tell_actions(codepipeline, name, execution, stage)
        if _status(codepipeline, name, execution) in ENDED:
            reason = _failure(codepipeline, name, execution)
            raise MlopsTemplatesError(f"the pipeline {name} ended before its approval: {reason}")
        return _pending_approval(codepipeline, name, execution)

    return until(waits, f"the approval of {name}")


def approve(codepipeline: Any, name: str, approval: Approval, summary: str) -> None:
    """Say yes, as the approver would."""
    codepipeline.put_approval_result(
        pipelineName=name,
        stageName=approval.stage,
        actionName=approval.action,
        token=approval.token,
        result={"status": "Approved", "summary": summary},
    )


def _status(codepipeline: Any, name: str, execution: str) -> str:
    answer = codepipeline.get_pipeline_execution(pipelineName=name, pipelineExecutionId=execution)
    return str(answer["pipelineExecution"]["status"])


def _actions(codepipeline: Any, name: str, execution: str) -> list[dict[str, Any]]:
    wanted = {"pipelineExecutionId": execution}
    answer = codepipeline.list_action_executions(pipelineName=name, filter=wanted)
    return sorted(answer["actionExecutionDetails"], key=lambda action: action["startTime"])


def _tell_actions(codepipeline: Any, name: str, execution: str, stage: Stage) -> None:
    for action in _actions(codepipeline, name, execution):
        title = f"{action['stageName']} / {action['actionName']}"
        if action["status"] == "InProgress":
            stage.now(title)
        else:
            stage.say_once(f"{title}: {action['status'].lower()}")


def _failure(codepipeline: Any, name: str, execution: str) -> str:
    failed = [action for action in _actions(codepipeline, name, execution) if action["status"] == "Failed"]
    if not failed:
        return "no action failed"
    result = failed[0].get("output", {}).get("executionResult", {})
    reason = result.get("errorDetails", {}).get("message") or result.get("externalExecutionSummary", "no reason given")
    link = result.get("externalExecutionUrl", "")
    return f"{failed[0]['stageName']}/{failed[0]['actionName']}: {reason}{f' (log: {link})' if link else ''}"


def _pending_approval(codepipeline: Any, name: str, execution: str) -> Approval | None:
    """The tokens are read first: an approval gets its own when what the approver reads is there."""
    states = codepipeline.get_pipeline_state(name=name)["stageStates"]
    latest = [action.get("latestExecution", {}) for state in states for action in state["actionStates"]]
    tokens = {run["actionExecutionId"]: run["token"] for run in latest if run.get("token")}
    for action in _actions(codepipeline, name, execution):
        if action["status"] == "InProgress" and (token := tokens.get(action["actionExecutionId"])):
            text = action["input"].get("resolvedConfiguration", {}).get("CustomData", "")
            return Approval(action["stageName"], action["actionName"], token, text)
    return None
