"""Updates that alarms watch."""

import threading
import time

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.sagemaker.hosting.baking import VARIABLE
from tests.localaws.sagemaker.hosting.test_deployments import baking, deployment

CANARY = {"Type": "CAPACITY_PERCENT", "Value": 25}


@pytest.fixture
def alarm(aws, bench):
    """An alarm that is quiet."""
    name = bench.name("alarm")
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="ignore",
    )
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="test")
    yield name
    cloudwatch.delete_alarms(AlarmNames=[name])


def answers(hosting, name, number):
    return [hosting.ask(name)["Body"].read() for _ in range(number)]


def test_a_canary_answers_its_share_of_the_requests(hosting, bench, aws, alarm, monkeypatch):
    monkeypatch.setenv(VARIABLE, "120")
    name = hosting.serving(hosting.config(hosting.data("2")))
    given = deployment("CANARY", alarm, wait=120, CanarySize=CANARY)
    config = hosting.config(hosting.data("10"))
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=given)
    baking(hosting, bench, name)
    given_back = answers(hosting, name, 8)
    assert (given_back.count(b"10.0,20.0"), given_back.count(b"2.0,4.0")) == (2, 6)
    aws.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    assert hosting.settled(name)["LastDeploymentConfig"] == given


def test_an_alarm_gives_the_traffic_back_to_the_old_model(hosting, bench, aws, alarm, monkeypatch):
    monkeypatch.setenv(VARIABLE, "120")
    before = hosting.config(hosting.data("2"))
    name = hosting.serving(before)
    given = deployment("ALL_AT_ONCE", alarm, wait=120)
    hosting.api.update_endpoint(
        EndpointName=name, EndpointConfigName=hosting.config(hosting.data("10")), DeploymentConfig=given
    )
    baking(hosting, bench, name)
    assert set(answers(hosting, name, 3)) == {b"10.0,20.0"}
    aws.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    found = hosting.settled(name)
    assert (found["EndpointStatus"], found["EndpointConfigName"]) == ("InService", before)
    assert alarm in found["FailureReason"]
    assert "PendingDeploymentSummary" not in found
    assert set(answers(hosting, name, 3)) == {b"2.0,4.0"}


def test_an_alarm_that_is_on_already_lets_no_traffic_through(hosting, aws, alarm):
    aws.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    before = hosting.config(hosting.data("2"))
    name = hosting.serving(before)
    hosting.api.update_endpoint(
        EndpointName=name,
        EndpointConfigName=hosting.config(hosting.data("10")),
        DeploymentConfig=deployment("ALL_AT_ONCE", alarm),
    )
    found = hosting.settled(name)
    assert (found["EndpointConfigName"], alarm in found["FailureReason"]) == (before, True)


def test_an_alarm_must_exist(hosting):
    config = hosting.config(hosting.data())
    name = hosting.serving(config)
    with pytest.raises(ClientError, match=r"no-such-alarm.* do not exist"):
        hosting.api.update_endpoint(
            EndpointName=name, EndpointConfigName=config, DeploymentConfig=deployment("ALL_AT_ONCE", "no-such-alarm")
        )


def test_the_alarms_must_be_readable_for_the_caller_or_for_the_role_of_the_model(hosting, bench, aws, alarm):
    role = aws.role(bench.name("narrow"), "sagemaker", actions=("s3:*", "logs:*"))
    model = bench.name("model")
    container = {"Image": bench.image, "ModelDataUrl": hosting.data()}
    hosting.api.create_model(ModelName=model, ExecutionRoleArn=role, PrimaryContainer=container)
    config = hosting.config_of(model)
    name = hosting.serving(config)
    update = {"EndpointName": name, "EndpointConfigName": config, "DeploymentConfig": deployment("ALL_AT_ONCE", alarm)}
    caller = aws.role(bench.name("caller"), "codebuild", actions=("sagemaker:*",))
    session = aws.call().as_role(caller, "work", "codebuild.amazonaws.com")
    with pytest.raises(ClientError, match="cloudwatch:DescribeAlarms"):
        session.client("sagemaker").update_endpoint(**update)
    hosting.api.update_endpoint(**update)
    assert "FailureReason" not in hosting.settled(name)


def test_nobody_is_without_an_answer_while_the_traffic_moves_and_goes_back(hosting, bench, aws, alarm, monkeypatch):
    monkeypatch.setenv(VARIABLE, "120")
    name = hosting.serving(hosting.config(hosting.data("2")))
    over, given, failed = threading.Event(), [], []

    def ask():
        while not over.is_set():
            try:
                given.append(hosting.ask(name)["Body"].read())
            except ClientError as error:
                failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    config = hosting.config(hosting.data("10"))
    policy = deployment("CANARY", alarm, wait=120, CanarySize=CANARY)
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=config, DeploymentConfig=policy)
    baking(hosting, bench, name)
    deadline = time.monotonic() + 180
    while b"10.0,20.0" not in given and time.monotonic() < deadline:
        time.sleep(0.02)
    aws.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")
    hosting.settled(name)
    over.set()
    asking.join()
    assert failed == []
    assert set(given) == {b"2.0,4.0", b"10.0,20.0"}
