import pytest

from mlops_templates.policy import EventKept
from tests.policy.linted import messages, resource

TARGET = {"DeadLetterConfig": {"Arn": "q"}, "RetryPolicy": {"MaximumRetryAttempts": 3}}


def test_target_with_retry_and_queue_is_accepted():
    assert messages(EventKept(), resource("AWS::Events::Rule", Targets=[TARGET])) == []


@pytest.mark.parametrize("missing", TARGET)
def test_target_that_loses_events_is_refused(missing: str):
    target = {key: value for key, value in TARGET.items() if key != missing}
    found = messages(EventKept(), resource("AWS::Events::Rule", Targets=[TARGET, target]))
    assert found == [f"R: target 1 needs {missing}"]


def test_schedule_is_judged_like_a_rule():
    assert messages(EventKept(), resource("AWS::Scheduler::Schedule", Target=TARGET)) == []
    assert messages(EventKept(), resource("AWS::Scheduler::Schedule", Target={})) == [
        "R: its target needs DeadLetterConfig",
        "R: its target needs RetryPolicy",
    ]
