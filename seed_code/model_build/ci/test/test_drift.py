from datetime import UTC, datetime, timedelta

import pytest

from ci import drift

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Aws:
    """CloudWatch and S3 in one: an alarm, and the folders of a project."""

    def __init__(self, state="ALARM", folders=()):
        self.state, self.folders = state, folders

    def client(self, service):
        return self

    def describe_alarms(self, AlarmNames):
        alarm = {"StateValue": self.state, "StateUpdatedTimestamp": NOON}
        return {"MetricAlarms": [alarm] if AlarmNames == ["prod-drift"] else []}

    def get_paginator(self, operation):
        assert operation == "list_objects_v2"
        return self

    def paginate(self, Bucket, Prefix, Delimiter):
        assert (Bucket, Prefix, Delimiter) == ("bucket", "churn/", "/")
        for folder in self.folders:  # a page each
            yield {"CommonPrefixes": [{"Prefix": f"churn/{folder}/"}]}
        yield {}


@pytest.mark.parametrize(
    ("drifts", "last", "answer"),
    [
        (NOON, NOON - HOUR, True),
        (NOON, None, True),
        (NOON, NOON + HOUR, False),
        (None, NOON - HOUR, False),
        (None, None, False),
    ],
)
def test_a_drift_is_answered_by_one_build(drifts, last, answer):
    assert drift.retrains(drifts, last) is answer


@pytest.mark.parametrize(("state", "since"), [("ALARM", NOON), ("OK", None), ("INSUFFICIENT_DATA", None)])
def test_only_an_alarm_that_is_off_tells_of_drift(state, since):
    assert drift.drifting_since(Aws(state), "prod-drift") == since


def test_before_the_first_deployment_there_is_no_alarm_and_no_drift():
    assert drift.drifting_since(Aws(), "of another project") is None


def test_the_last_build_is_the_newest_of_the_folders_that_builds_make():
    folders = ["20260504T110000Z-aaaaaaaaaaaa", "content", "code", "20260504T113000Z-bbbbbbbbbbbb"]
    assert drift.last_build(Aws(folders=folders), "bucket", "churn") == NOON - HOUR / 2
    assert drift.last_build(Aws(folders=["content"]), "bucket", "churn") is None


def test_all_missing_variables_are_named_at_once(monkeypatch, capsys):
    for name in drift.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert drift.main() == 2
    told = capsys.readouterr().err
    assert all(name in told for name in drift.VARIABLES)


def test_the_answer_is_one_line_for_the_workflow(monkeypatch, capsys):
    for name, value in zip(drift.VARIABLES, ("prod-drift", "a role", "bucket", "churn"), strict=True):
        monkeypatch.setenv(name, value)
    aws = Aws(folders=["20260504T110000Z-aaaaaaaaaaaa"])
    monkeypatch.setattr(drift, "_as_role", lambda arn: aws)
    monkeypatch.setattr(drift.boto3, "client", aws.client)
    assert drift.main() == 0
    assert capsys.readouterr().out == "retrain=yes\n"
