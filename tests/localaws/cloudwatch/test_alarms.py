"""Alarms change their state with the data, tell of it, and are refused where CloudWatch refuses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudwatch.evaluation import state_of
from mlops_templates.localaws.cloudwatch.metrics import put_metric
from tests.localaws.cloudwatch.conftest import ACCOUNT, Watch

OTHER_TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:elsewhere"


def test_an_alarm_without_data_knows_nothing(watch: Watch) -> None:
    watch.make()
    assert watch.shown()["StateValue"] == "INSUFFICIENT_DATA"
    assert watch.shown()["StateReason"] == "Unchecked: Initial alarm creation"


def test_data_beyond_the_threshold_raises_the_alarm_at_once(watch: Watch) -> None:
    watch.make(TreatMissingData="notBreaching")
    assert watch.state == "OK"
    watch.put(0.9)
    shown = watch.shown()
    assert shown["StateValue"] == "ALARM"
    assert shown["StateReason"].startswith("Threshold Crossed: 1 out of the last 1 datapoints [0.9 (")
    assert shown["StateReason"].endswith(
        "was greater than the threshold (0.5) (minimum 1 datapoint for OK -> ALARM transition)."
    )


@pytest.mark.parametrize(
    ("operator", "value", "state"),
    [
        ("GreaterThanThreshold", 0.5, "OK"),
        ("GreaterThanOrEqualToThreshold", 0.5, "ALARM"),
        ("LessThanThreshold", 0.5, "OK"),
        ("LessThanThreshold", 0.4, "ALARM"),
        ("LessThanOrEqualToThreshold", 0.5, "ALARM"),
    ],
)
def test_values_are_compared_as_the_alarm_says(watch: Watch, operator: str, value: float, state: str) -> None:
    watch.make(ComparisonOperator=operator)
    watch.put(value)
    assert watch.state == state


@pytest.mark.parametrize(
    ("statistic", "state"),
    [
        ({"Statistic": "Sum"}, "ALARM"),
        ({"Statistic": "Average"}, "OK"),
        ({"Statistic": "SampleCount"}, "ALARM"),
        ({"Statistic": "Minimum"}, "OK"),
        ({"Statistic": None, "ExtendedStatistic": "p90"}, "OK"),
    ],
)
def test_the_values_of_a_period_are_summed_up_as_the_alarm_says(watch: Watch, statistic: Any, state: str) -> None:
    watch.make(**statistic, Threshold=1.0)
    watch.put(0.4)
    for _ in range(3):
        watch.put(0.4)
    assert watch.state == state


def test_another_dimension_is_another_metric(watch: Watch) -> None:
    watch.make()
    watch.put(0.9, Dimensions=[{"Name": "Stage", "Value": "staging"}])
    watch.put(0.9, Dimensions=[])
    assert watch.state == "INSUFFICIENT_DATA"


def test_an_alarm_counts_its_unit_only(watch: Watch) -> None:
    watch.make(Unit="Milliseconds")
    watch.put(0.9, Unit="Seconds")
    assert watch.state == "INSUFFICIENT_DATA"
    watch.put(0.9, Unit="Milliseconds")
    assert watch.state == "ALARM"


def test_some_of_several_periods_are_enough_when_the_alarm_says_so(watch: Watch) -> None:
    watch.make(EvaluationPeriods=3, DatapointsToAlarm=2)
    moment = datetime.now(UTC)
    watch.put(0.9, Timestamp=moment - timedelta(minutes=2))
    watch.put(0.1, Timestamp=moment - timedelta(minutes=1))
    assert watch.state == "OK"
    watch.put(0.9, Timestamp=moment)
    assert watch.state == "ALARM"


def test_a_state_that_is_set_by_hand_stays_until_data_comes(watch: Watch) -> None:
    watch.make()
    watch.put(0.1)
    watch.api.set_alarm_state(AlarmName=watch.name, StateValue="ALARM", StateReason="a drill")
    assert (watch.state, watch.shown()["StateReason"]) == ("ALARM", "a drill")
    watch.put(0.1)
    assert watch.state == "OK"


def test_a_service_measures_itself_and_asks_for_a_state(watch: Watch) -> None:
    watch.make()
    call = watch.aws.call()
    put_metric(call, "tests", watch.name, 0.9, {"Stage": "prod"})
    assert state_of(call, watch.name) == "ALARM"
    assert state_of(call, "no-such-alarm") is None


def test_a_message_in_a_dead_letter_queue_raises_an_alarm(watch: Watch) -> None:
    sqs = watch.aws.client("sqs")
    queue = sqs.create_queue(QueueName=watch.name)["QueueUrl"]
    changes = watch.changes()
    watch.make(
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": watch.name}],
        Threshold=0,
    )
    assert watch.received(changes)["detail"]["state"]["value"] == "OK"
    sqs.send_message(QueueUrl=queue, MessageBody="lost")
    assert watch.received(changes)["detail"]["state"]["value"] == "ALARM"
    sqs.purge_queue(QueueUrl=queue)
    assert watch.received(changes)["detail"]["state"]["value"] == "OK"


def test_an_alarm_is_composed_of_others(watch: Watch) -> None:
    watch.make()
    both = f"{watch.name}-both"
    watch.api.put_composite_alarm(AlarmName=both, AlarmRule=f'ALARM("{watch.name}") AND NOT (FALSE OR OK({watch.arn}))')
    assert watch.shown(both)["StateValue"] == "OK"
    watch.put(0.9)
    shown = watch.shown(both)
    assert shown["StateValue"] == "ALARM"
    assert shown["StateReason"].startswith(f"{watch.arn} transitioned to ALARM at ")


@pytest.mark.parametrize("rule", ["ALARM(", "ALARM(a) OK(b)", "SOME(a)", "ALARM(a) AND", "ALARM(no-such-alarm)"])
def test_a_rule_that_cannot_be_read_is_refused(watch: Watch, rule: str) -> None:
    with pytest.raises(ClientError, match="ValidationError"):
        watch.api.put_composite_alarm(AlarmName=watch.name, AlarmRule=rule)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"AlarmActions": ["topic"]}, "Invalid arn syntax: topic"),
        ({"AlarmActions": [OTHER_TOPIC]}, "Invalid region eu-west-1 specified. Only us-east-1 is supported."),
        ({"Period": 45}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": None}, "'period'"),
        ({"Threshold": None}, "'threshold'"),
        ({"EvaluationPeriods": 1441}, "Metrics cannot be checked across more than a day"),
        ({"DatapointsToAlarm": 2}, "DatapointsToAlarm must be less than or equal to EvaluationPeriods"),
        ({"Statistic": None}, "Exactly one of Statistic and ExtendedStatistic"),
        ({"ExtendedStatistic": "p90"}, "Exactly one of Statistic and ExtendedStatistic"),
        ({"Statistic": None, "ExtendedStatistic": "q90"}, "q90"),
        ({"TreatMissingData": "maybe"}, "maybe"),
        ({"ComparisonOperator": "MoreThan"}, "enum value set"),
        ({"Dimensions": [{"Name": "a", "Value": "b"}, {"Name": "a", "Value": "c"}]}, "duplicate dimension"),
    ],
)
def test_an_alarm_that_cannot_be_judged_is_refused(watch: Watch, edit: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError) as refused:
        watch.make(**edit)
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    assert words in refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"ComparisonOperator": "GreaterThanUpperThreshold"}, "ComparisonOperator"),
        ({"AlarmActions": ["arn:aws:automate:us-east-1:ec2:stop"]}, "the alarm action"),
        ({"Metrics": [{"Id": "a", "Expression": "1"}]}, "Metrics"),
        ({"Statistic": None, "ExtendedStatistic": "tm90"}, "the statistic tm90"),
    ],
)
def test_what_nobody_imitates_is_refused_as_such(watch: Watch, edit: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=f"not emulated: .*{words}"):
        watch.make(**edit)


def test_an_alarm_keeps_its_state_and_tags_when_it_is_put_again(watch: Watch) -> None:
    watch.make(Tags=[{"Key": "team", "Value": "blue"}])
    watch.put(0.9)
    watch.make(AlarmDescription="new", Threshold=0.6)
    assert (watch.state, watch.shown()["AlarmDescription"]) == ("ALARM", "new")
    watch.api.tag_resource(ResourceARN=watch.arn, Tags=[{"Key": "cost", "Value": "c"}])
    watch.api.untag_resource(ResourceARN=watch.arn, TagKeys=["team"])
    assert watch.api.list_tags_for_resource(ResourceARN=watch.arn)["Tags"] == [{"Key": "cost", "Value": "c"}]


def test_alarms_are_found_by_metric_prefix_and_state(watch: Watch) -> None:
    watch.make()
    watch.put(0.9)
    names = [{"Name": "Stage", "Value": "prod"}]
    by_metric = watch.api.describe_alarms_for_metric(Namespace="tests", MetricName=watch.name, Dimensions=names)
    by_prefix = watch.api.describe_alarms(AlarmNamePrefix=watch.name, StateValue="ALARM")
    assert [each["AlarmName"] for each in by_metric["MetricAlarms"]] == [watch.name]
    assert [each["AlarmName"] for each in by_prefix["MetricAlarms"]] == [watch.name]
    assert watch.api.describe_alarms(AlarmNamePrefix=watch.name, StateValue="OK")["MetricAlarms"] == []


def test_an_alarm_that_is_deleted_is_gone_and_cannot_be_deleted_again(watch: Watch) -> None:
    watch.make()
    watch.api.delete_alarms(AlarmNames=[watch.name])
    assert watch.api.describe_alarms(AlarmNames=[watch.name])["MetricAlarms"] == []
    with pytest.raises(ClientError, match="ResourceNotFound"):
        watch.api.delete_alarms(AlarmNames=[watch.name])
    with pytest.raises(ClientError, match="ResourceNotFound"):
        watch.api.set_alarm_state(AlarmName=watch.name, StateValue="OK", StateReason="none")
