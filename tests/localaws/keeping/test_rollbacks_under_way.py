"""A rollback that waits for its approver when the server is killed goes on after the next start."""

from __future__ import annotations

from typing import Any

from tests.localaws.keeping.reborn import Reborn
from tests.localaws.keeping.test_under_way import action, pipeline, state_of, status_of
from tests.waiting import until


def decide(aws: Reborn, result: str) -> None:
    token = until(lambda: state_of(aws, 1).get("token"), "an approval")
    aws.client("codepipeline").put_approval_result(
        pipelineName="deploy",
        stageName="Gate",
        actionName="Approve",
        result={"status": result, "summary": ""},
        token=token,
    )


def ended(aws: Reborn, execution: str) -> str:
    def status() -> str | None:
        found = status_of(aws, execution)
        return None if found == "InProgress" else found

    return until(status, f"the end of {execution}")


def newest(aws: Reborn) -> dict[str, Any]:
    found = aws.client("codepipeline").list_pipeline_executions(pipelineName="deploy")
    return dict(found["pipelineExecutionSummaries"][0])


def test_a_rollback_goes_on_in_its_stage_alone(reborn: Reborn) -> None:
    gate = {
        "name": "Gate",
        "actions": [action("Approve", "Approval", "Manual")],
        "onFailure": {"result": "ROLLBACK"},
    }
    later = {"name": "Later", "actions": [action("Approve", "Approval", "Manual")]}
    good = pipeline(reborn, gate, later)
    decide(reborn, "Approved")
    bad = reborn.client("codepipeline").start_pipeline_execution(name="deploy")["pipelineExecutionId"]
    decide(reborn, "Rejected")
    assert ended(reborn, bad) == "Failed"
    until(lambda: state_of(reborn, 1).get("token"), "the approval of the rollback")
    reborn.kill()
    reborn.again()
    rollback = newest(reborn)
    assert rollback["rollbackMetadata"] == {"rollbackTargetPipelineExecutionId": good}
    decide(reborn, "Approved")
    assert ended(reborn, rollback["pipelineExecutionId"]) == "Succeeded"
    assert status_of(reborn, good) == "InProgress"
