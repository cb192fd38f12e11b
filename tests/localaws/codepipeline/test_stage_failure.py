"""What a stage does when it fails: it is retried, rolled back, or simply has failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Document = dict[str, Any]


@pytest.fixture
def gate(build_approval: Callable[..., Document]) -> Callable[..., Document]:
    def stage(*names: str, **on_failure: Any) -> Document:
        actions = [build_approval(name) for name in names or ("Approve",)]
        return {"name": "Gate", "actions": actions, **({"onFailure": on_failure} if on_failure else {})}

    return stage


def start(workshop: Any) -> str:
    return str(workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"])


def facts(workshop: Any, execution: str) -> Document:
    found = workshop.codepipeline.get_pipeline_execution(pipelineName=workshop.name, pipelineExecutionId=execution)
    return dict(found["pipelineExecution"])


def good_then_bad(workshop: Any) -> tuple[str, str]:
    good = workshop.executions()[0]["pipelineExecutionId"]
    workshop.decide("Approved")
    workshop.ended(good)
    workshop.put_source({"README.md": "worse"})
    bad = start(workshop)
    workshop.decide("Rejected")
    workshop.ended(bad)
    return good, bad


def test_a_failed_stage_is_rolled_back_to_its_last_success(workshop: Any, gate: Any) -> None:
    workshop.create(gate(result="ROLLBACK"))
    good, bad = good_then_bad(workshop)
    workshop.decide("Approved")
    rollback = workshop.executions()[0]["pipelineExecutionId"]
    assert workshop.ended(rollback) == "Succeeded"
    found = facts(workshop, rollback)
    assert (found["executionType"], found["trigger"]["triggerType"]) == ("ROLLBACK", "AutomatedRollback")
    assert found["trigger"]["triggerDetail"] == f'{{"FailedPipelineExecutionId":"{bad}"}}'
    assert found["rollbackMetadata"] == {"rollbackTargetPipelineExecutionId": good}
    assert facts(workshop, bad)["executionType"] == "STANDARD"


def test_a_rollback_takes_the_sources_of_its_target_and_runs_its_stage_alone(workshop: Any, gate: Any) -> None:
    workshop.create(gate(result="ROLLBACK"))
    good, _ = good_then_bad(workshop)
    workshop.decide("Approved")
    rollback = workshop.executions()[0]
    workshop.ended(rollback["pipelineExecutionId"])
    assert (
        facts(workshop, rollback["pipelineExecutionId"])["artifactRevisions"]
        == facts(workshop, good)["artifactRevisions"]
    )
    ran = workshop.codepipeline.list_action_executions(
        pipelineName=workshop.name, filter={"pipelineExecutionId": rollback["pipelineExecutionId"]}
    )["actionExecutionDetails"]
    assert [each["actionName"] for each in ran] == ["Approve"]
    assert workshop.stage("Gate")["latestExecution"]["type"] == "ROLLBACK"


def test_a_stage_that_never_succeeded_is_not_rolled_back(workshop: Any, gate: Any) -> None:
    execution = workshop.create(gate(result="ROLLBACK"))
    workshop.decide("Rejected")
    assert workshop.ended(execution) == "Failed"
    assert len(workshop.executions()) == 1


def test_a_success_of_an_older_structure_is_nothing_to_go_back_to(workshop: Any, gate: Any) -> None:
    execution = workshop.create(gate(result="ROLLBACK"))
    workshop.decide("Approved")
    workshop.ended(execution)
    workshop.codepipeline.update_pipeline(pipeline=workshop.definition(gate(result="ROLLBACK")))
    bad = start(workshop)
    workshop.decide("Rejected")
    assert workshop.ended(bad) == "Failed"
    assert len(workshop.executions()) == 2


def test_a_rollback_that_fails_is_not_rolled_back(workshop: Any, gate: Any) -> None:
    workshop.create(gate(result="ROLLBACK"))
    good_then_bad(workshop)
    workshop.decide("Rejected")
    assert workshop.ended(workshop.executions()[0]["pipelineExecutionId"]) == "Failed"
    assert len(workshop.executions()) == 3


def test_a_rollback_goes_before_those_that_wait_at_the_stage(workshop: Any, gate: Any, wait: Any) -> None:
    good = workshop.create(gate(result="ROLLBACK"))
    workshop.decide("Approved")
    workshop.ended(good)
    bad = start(workshop)
    workshop.token()
    waiting = start(workshop)
    wait(lambda: workshop.stage("Gate").get("inboundExecution", {}).get("pipelineExecutionId") == waiting)
    workshop.decide("Rejected")
    workshop.ended(bad)
    assert workshop.stage("Gate")["latestExecution"]["type"] == "ROLLBACK"
    workshop.decide("Approved")
    workshop.decide("Approved")
    assert workshop.ended(waiting) == "Succeeded"


def test_a_stage_is_rolled_back_by_hand(workshop: Any, gate: Any) -> None:
    workshop.create(gate())
    good, _ = good_then_bad(workshop)
    place = {"pipelineName": workshop.name, "stageName": "Gate"}
    made = workshop.codepipeline.rollback_stage(**place, targetPipelineExecutionId=good)["pipelineExecutionId"]
    workshop.decide("Approved")
    assert workshop.ended(made) == "Succeeded"
    assert facts(workshop, made)["trigger"]["triggerType"] == "ManualRollback"
    with pytest.raises(ClientError, match=r"UnableToRollbackStageException.*is a rollback itself"):
        workshop.codepipeline.rollback_stage(**place, targetPipelineExecutionId=made)


def test_a_stage_cannot_be_rolled_back_to_where_it_failed(workshop: Any, gate: Any) -> None:
    workshop.create(gate())
    _, bad = good_then_bad(workshop)
    with pytest.raises(ClientError, match=r"UnableToRollbackStageException.*did not succeed in it"):
        workshop.codepipeline.rollback_stage(
            pipelineName=workshop.name, stageName="Gate", targetPipelineExecutionId=bad
        )


def test_a_failed_stage_is_tried_once_more_with_its_failed_actions(workshop: Any, gate: Any) -> None:
    execution = workshop.create(gate("One", "Two", result="RETRY", retryConfiguration={"retryMode": "FAILED_ACTIONS"}))
    workshop.decide("Approved", name="One")
    first = workshop.token(name="Two")
    workshop.decide("Rejected", name="Two")
    assert workshop.token(name="Two") != first
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Succeeded"
    shown = workshop.stage("Gate")["retryStageMetadata"]
    assert (shown["autoStageRetryAttempt"], shown["latestRetryTrigger"]) == (1, "AutomatedStageRetry")


def test_a_failed_stage_is_tried_once_more_with_all_its_actions(workshop: Any, gate: Any) -> None:
    execution = workshop.create(gate("One", "Two", result="RETRY", retryConfiguration={"retryMode": "ALL_ACTIONS"}))
    workshop.decide("Approved", name="One")
    workshop.decide("Rejected", name="Two")
    workshop.decide("Approved", name="One")
    workshop.decide("Approved", name="Two")
    assert workshop.ended(execution) == "Succeeded"


def test_a_stage_that_fails_twice_has_failed(workshop: Any, gate: Any) -> None:
    execution = workshop.create(gate(result="RETRY"))
    workshop.decide("Rejected")
    workshop.decide("Rejected")
    assert workshop.ended(execution) == "Failed"


@pytest.mark.parametrize(
    ("on_failure", "more", "words"),
    [
        ({"result": "ROLLBACK"}, {"pipelineType": "V1"}, "can only be used with pipelines of type V2"),
        ({"result": "ROLLBACK"}, {"executionMode": "PARALLEL"}, "not available in the execution mode PARALLEL"),
        ({"result": "FAIL", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}}, {}, "only be used with the result"),
        ({"result": "SKIP"}, {}, "not emulated: onFailure of stage Gate with the result SKIP"),
        ({"result": "FAIL", "conditions": [{"result": "FAIL"}]}, {}, "not emulated: .*onFailure.conditions"),
    ],
)
def test_what_a_stage_cannot_want_of_its_failure_is_refused(
    workshop: Any, gate: Any, on_failure: Document, more: Document, words: str
) -> None:
    with pytest.raises(ClientError, match=words):
        workshop.create(gate(**on_failure), **more)
