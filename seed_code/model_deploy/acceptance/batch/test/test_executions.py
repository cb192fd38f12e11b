from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from acceptance.batch import executions
from deployment.test.examples import stubbed

ARN = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p/execution/abcdefghijkl"
OTHER = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p/execution/mnopqrstuvwx"
SINCE = datetime(2026, 1, 2, tzinfo=UTC)


class Twice(executions.Patience):
    """Looks two times, without a pause."""

    def __iter__(self) -> Iterator[None]:
        yield from (None, None)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executions, "Patience", Twice)


def test_an_execution_is_followed_until_it_has_succeeded() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    for status in ("Executing", "Succeeded"):
        stubber.add_response("describe_pipeline_execution", {"PipelineExecutionStatus": status})
    executions.follow(sagemaker, ARN, 1)
    stubber.assert_no_pending_responses()


def test_a_failure_tells_the_reason_of_each_failed_step_and_what_to_do() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    stubber.add_response("describe_pipeline_execution", {"PipelineExecutionStatus": "Failed"})
    steps = [{"StepName": "Preprocess", "FailureReason": "a column is missing"}, {"StepName": "Transform"}]
    stubber.add_response("list_pipeline_execution_steps", {"PipelineExecutionSteps": steps})
    with pytest.raises(AssertionError, match=r"is Failed: Preprocess: a column is missing\nWhat to do: "):
        executions.follow(sagemaker, ARN, 1)


def test_an_execution_that_does_not_end_is_told() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    for _ in range(2):
        stubber.add_response("describe_pipeline_execution", {"PipelineExecutionStatus": "Executing"})
    with pytest.raises(AssertionError, match=r"has not ended after 45 minutes\.\nWhat to do: "):
        executions.follow(sagemaker, ARN, 45)


def test_the_execution_of_a_file_is_known_by_its_parameter() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    found = [{"PipelineExecutionArn": OTHER}, {"PipelineExecutionArn": ARN}]
    stubber.add_response("list_pipeline_executions", {"PipelineExecutionSummaries": found})
    for arn, key in ((OTHER, "in/other.csv"), (ARN, "in/mine.csv")):
        values = {"PipelineParameters": [{"Name": "InputPrefix", "Value": key}]}
        stubber.add_response("list_pipeline_parameters_for_execution", values, {"PipelineExecutionArn": arn})
    assert executions.arrived(sagemaker, "p", "in/mine.csv", SINCE, 5) == ARN


def test_a_file_that_starts_nothing_says_where_to_look() -> None:
    sagemaker, stubber = stubbed("sagemaker")
    for _ in range(2):
        stubber.add_response("list_pipeline_executions", {"PipelineExecutionSummaries": []})
    with pytest.raises(AssertionError, match=r"mine\.csv arrived, and p has not been started .*\nWhat to do: see that"):
        executions.arrived(sagemaker, "p", "in/mine.csv", SINCE, 5)
