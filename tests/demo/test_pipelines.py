"""Following a code pipeline that goes on while it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from mlops_templates.demo import pipelines
from mlops_templates.demo.screen import Screen, Stage

PLACE = {"stageName": "Staging", "actionName": "Approve"}
ASKED_AT = 4


class CodePipeline:
    """An approval that is asked for between the third question and the fourth."""

    def __init__(self) -> None:
        self.questions = 0

    def get_pipeline_execution(self, **_: Any) -> dict[str, Any]:
        self.questions += 1
        return {"pipelineExecution": {"status": "InProgress"}}

    def list_action_executions(self, **_: Any) -> dict[str, Any]:
        self.questions += 1
        text = {"resolvedConfiguration": {"CustomData": "AUC 0.9"}} if self.questions >= ASKED_AT else {}
        action = {**PLACE, "actionExecutionId": "one", "status": "InProgress", "startTime": datetime.now(UTC)}
        return {"actionExecutionDetails": [{**action, "input": text}]}

    def get_pipeline_state(self, **_: Any) -> dict[str, Any]:
        self.questions += 1
        token = {"token": "t"} if self.questions >= ASKED_AT else {}
        action = {"actionName": "Approve", "latestExecution": {"actionExecutionId": "one", **token}}
        return {"stageStates": [{"stageName": "Staging", "actionStates": [action]}]}


def test_an_approval_is_known_with_what_its_approver_reads() -> None:
    found = pipelines.wait_for_approval(CodePipeline(), "deploy", "execution", Stage(Screen(), "", None))
    assert found == pipelines.Approval("Staging", "Approve", "t", "AUC 0.9")
