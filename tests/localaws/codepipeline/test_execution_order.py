from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError


def gate(build_approval: Any, name: str = "Gate", **more: Any) -> dict[str, Any]:
    return {"name": name, "actions": [build_approval(**more)]}


def test_a_pipeline_starts_by_itself_when_it_is_created(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval))
    workshop.decide("Approved")
    assert workshop.ended(execution) == "Succeeded"
    assert workshop.executions()[0]["trigger"]["triggerType"] == "CreatePipeline"


def test_a_pipeline_may_have_a_name_of_one_letter(workshop: Any, build_approval: Any) -> None:
    short = replace(workshop, name="p")
    execution = short.create(gate(build_approval))
    short.decide("Approved")
    assert short.ended(execution) == "Succeeded"


def test_a_rejected_approval_fails_the_execution_with_the_approvers_words(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval))
    workshop.decide("Rejected", summary="not today")
    assert workshop.ended(execution) == "Failed"
    assert workshop.action("Gate", "Approve")["status"] == "Failed"
    assert workshop.action("Gate", "Approve")["summary"] == "not today"


def test_an_approval_needs_the_token_that_was_given_out(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    workshop.token()
    with pytest.raises(ClientError, match="InvalidApprovalTokenException"):
        workshop.codepipeline.put_approval_result(
            pipelineName=workshop.name,
            stageName="Gate",
            actionName="Approve",
            result={"status": "Approved", "summary": ""},
            token="00000000-0000-0000-0000-000000000000",
        )


def test_an_approval_is_given_only_once(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval))
    token = workshop.token()
    workshop.decide("Approved")
    workshop.ended(execution)
    with pytest.raises(ClientError, match="ApprovalAlreadyCompletedException"):
        workshop.codepipeline.put_approval_result(
            pipelineName=workshop.name,
            stageName="Gate",
            actionName="Approve",
            result={"status": "Rejected", "summary": ""},
            token=token,
        )


def test_actions_of_one_run_order_run_side_by_side(workshop: Any, build_approval: Any) -> None:
    workshop.create({"name": "Gate", "actions": [build_approval("One"), build_approval("Two")]})
    assert workshop.token(name="One") != workshop.token(name="Two")


def test_actions_of_a_higher_run_order_wait_for_the_lower(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create({"name": "Gate", "actions": [build_approval("One"), build_approval("Two", runOrder=2)]})
    workshop.token(name="One")
    assert workshop.action("Gate", "Two") == {}
    workshop.decide("Approved", name="One")
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Succeeded"


def test_a_failed_action_lets_its_neighbour_end_and_stops_the_rest(workshop: Any, build_approval: Any) -> None:
    actions = [build_approval("One"), build_approval("Two"), build_approval("Later", runOrder=2)]
    execution = workshop.create({"name": "Gate", "actions": actions})
    workshop.decide("Rejected", name="One")
    assert workshop.status(execution) == "InProgress"
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Failed"
    assert workshop.action("Gate", "Two")["status"] == "Succeeded"
    assert workshop.action("Gate", "Later") == {}


def test_a_newer_execution_overtakes_the_one_that_waits(workshop: Any, build_approval: Any, wait: Any) -> None:
    first = workshop.create(gate(build_approval))
    workshop.token()
    second = workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"]
    wait(lambda: workshop.stage("Gate").get("inboundExecution", {}).get("pipelineExecutionId") == second)
    third = workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"]
    assert workshop.ended(second) == "Superseded"
    assert workshop.status(first) == "InProgress"
    workshop.decide("Approved")
    assert workshop.ended(first) == "Succeeded"
    workshop.decide("Approved")
    assert workshop.ended(third) == "Succeeded"


def test_queued_executions_enter_one_after_the_other(workshop: Any, build_approval: Any, wait: Any) -> None:
    workshop.create(gate(build_approval), executionMode="QUEUED")
    workshop.token()
    ids = [workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"] for _ in "ab"]
    wait(lambda: len(workshop.stage("Gate")["inboundExecutions"]) == 2)
    for _ in range(3):
        workshop.decide("Approved")
    assert [workshop.ended(each) for each in ids] == ["Succeeded", "Succeeded"]


def test_a_disabled_transition_holds_the_execution_back(workshop: Any, build_approval: Any, wait: Any) -> None:
    execution = workshop.create(gate(build_approval, "First"), gate(build_approval, "Second"))
    place = {"pipelineName": workshop.name, "stageName": "Second", "transitionType": "Inbound"}
    workshop.codepipeline.disable_stage_transition(**place, reason="holiday")
    workshop.decide("Approved", stage="First")
    wait(lambda: workshop.stage("Second").get("inboundExecution"))
    assert workshop.stage("Second")["inboundTransitionState"]["disabledReason"] == "holiday"
    assert workshop.action("Second", "Approve") == {}
    workshop.codepipeline.enable_stage_transition(**place)
    workshop.decide("Approved", stage="Second")
    assert workshop.ended(execution) == "Succeeded"


def test_a_retry_repeats_only_the_failed_actions(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create({"name": "Gate", "actions": [build_approval("One"), build_approval("Two")]})
    workshop.decide("Approved", name="One")
    workshop.decide("Rejected", name="Two")
    workshop.ended(execution)
    kept = workshop.action("Gate", "One")["actionExecutionId"]
    retry = {"pipelineName": workshop.name, "stageName": "Gate", "pipelineExecutionId": execution}
    workshop.codepipeline.retry_stage_execution(**retry, retryMode="FAILED_ACTIONS")
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Succeeded"
    assert workshop.action("Gate", "One")["actionExecutionId"] == kept


def test_a_retry_of_all_actions_repeats_the_succeeded_ones_too(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create({"name": "Gate", "actions": [build_approval("One"), build_approval("Two")]})
    workshop.decide("Approved", name="One")
    workshop.decide("Rejected", name="Two")
    workshop.ended(execution)
    retry = {"pipelineName": workshop.name, "stageName": "Gate", "pipelineExecutionId": execution}
    workshop.codepipeline.retry_stage_execution(**retry, retryMode="ALL_ACTIONS")
    workshop.decide("Approved", name="One")
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Succeeded"


def test_a_retry_passes_a_disabled_transition_and_leaves_who_waits_there(
    workshop: Any, build_approval: Any, wait: Any
) -> None:
    execution = workshop.create(gate(build_approval))
    workshop.token()
    workshop.codepipeline.disable_stage_transition(
        pipelineName=workshop.name, stageName="Gate", transitionType="Inbound", reason="holiday"
    )
    workshop.decide("Rejected")
    workshop.ended(execution)
    second = workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"]
    wait(lambda: workshop.stage("Gate").get("inboundExecution"))
    workshop.codepipeline.retry_stage_execution(
        pipelineName=workshop.name, stageName="Gate", pipelineExecutionId=execution, retryMode="FAILED_ACTIONS"
    )
    workshop.decide("Approved")
    assert workshop.ended(execution) == "Succeeded"
    assert workshop.status(second) == "InProgress"


def test_a_stage_that_has_not_failed_cannot_be_retried(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval))
    workshop.token()
    with pytest.raises(ClientError, match="StageNotRetryableException"):
        workshop.codepipeline.retry_stage_execution(
            pipelineName=workshop.name, stageName="Gate", pipelineExecutionId=execution, retryMode="FAILED_ACTIONS"
        )


def test_stopping_waits_for_the_action_in_progress(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval), gate(build_approval, "Next"))
    workshop.token()
    stop = {"pipelineName": workshop.name, "pipelineExecutionId": execution}
    workshop.codepipeline.stop_pipeline_execution(**stop, reason="enough")
    assert workshop.status(execution) == "Stopping"
    workshop.decide("Approved")
    assert workshop.ended(execution) == "Stopped"
    assert workshop.action("Next", "Approve") == {}


def test_stopping_starts_no_action_of_a_higher_run_order(workshop: Any, build_approval: Any) -> None:
    actions = [build_approval("One"), build_approval("Two", runOrder=2)]
    execution = workshop.create({"name": "Gate", "actions": actions})
    workshop.token(name="One")
    workshop.codepipeline.stop_pipeline_execution(pipelineName=workshop.name, pipelineExecutionId=execution)
    workshop.decide("Approved", name="One")
    assert workshop.ended(execution) == "Stopped"
    assert workshop.action("Gate", "Two") == {}


def test_abandoning_ends_the_execution_at_once(workshop: Any, build_approval: Any) -> None:
    execution = workshop.create(gate(build_approval))
    workshop.token()
    workshop.codepipeline.stop_pipeline_execution(
        pipelineName=workshop.name, pipelineExecutionId=execution, abandon=True
    )
    assert workshop.ended(execution) == "Stopped"
    assert workshop.action("Gate", "Approve")["status"] == "Abandoned"


def test_a_source_that_is_missing_fails_with_its_name(workshop: Any, build_approval: Any) -> None:
    workshop.aws.client("s3").delete_object(Bucket=workshop.bucket, Key="source.zip")
    execution = workshop.create(gate(build_approval))
    assert workshop.ended(execution) == "Failed"
    assert "source.zip" in workshop.action("Source", "Get")["errorDetails"]["message"]
