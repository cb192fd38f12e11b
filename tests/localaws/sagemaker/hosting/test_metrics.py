"""What CloudWatch learns of invocations."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.localaws.sagemaker.hosting.conftest import INFERENCE
from tests.localaws.sagemaker.hosting.test_deployments import baking, deployment


def figure(bench, name, metric, statistic="Sum", **dimensions):
    wanted = {"EndpointName": name, "VariantName": "Variant0", **dimensions}
    found = bench.aws.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[{"Name": key, "Value": value} for key, value in wanted.items()],
        StartTime=datetime.now(UTC) - timedelta(hours=1),
        EndTime=datetime.now(UTC) + timedelta(hours=1),
        Period=7200,
        Statistics=[statistic],
    )
    return sum(point[statistic] for point in found["Datapoints"])


def test_invocations_and_errors_are_counted(hosting, bench):
    config = hosting.config(hosting.data())
    name = hosting.serving(config)
    hosting.ask(name)
    with pytest.raises(ClientError):
        hosting.ask(name, body="one")
    with pytest.raises(ClientError):
        hosting.ask(name, ContentType="image/png")
    counted = {
        metric: figure(bench, name, metric)
        for metric in ("Invocations", "Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors")
    }
    assert list(counted.values()) == [3, 1, 1, 2], counted
    assert figure(bench, name, "Invocations", EndpointConfigName=config) == 3


def test_the_latency_of_the_model_is_told_in_microseconds(hosting, bench):
    name = hosting.serving(hosting.config(hosting.data()))
    hosting.ask(name)
    assert 100 < figure(bench, name, "ModelLatency", "Maximum") < 60_000_000


def test_errors_of_a_new_model_roll_its_deployment_back_by_themselves(hosting, bench, monkeypatch):
    """Model, metric, alarm and guardrail together, with nobody touching the alarm."""
    monkeypatch.setenv("MLOPS_TEMPLATES_LONGEST_WAIT", "120")
    before = hosting.config(hosting.data("2"))
    name, cloudwatch = hosting.serving(before), bench.aws.client("cloudwatch")
    hosting.ask(name)
    alarm = bench.name("errors")
    cloudwatch.put_metric_alarm(
        AlarmName=alarm,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Dimensions=[{"Name": "EndpointName", "Value": name}, {"Name": "VariantName", "Value": "Variant0"}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
    )
    broken = hosting.config(hosting.data("10", INFERENCE.replace("return [value * model", "return [value / 0")))
    policy = deployment("ALL_AT_ONCE", alarm, wait=120)
    hosting.api.update_endpoint(EndpointName=name, EndpointConfigName=broken, DeploymentConfig=policy)
    baking(hosting, bench, name)
    with pytest.raises(ClientError):
        hosting.ask(name)
    found = hosting.settled(name)
    assert (found["EndpointConfigName"], alarm in found["FailureReason"]) == (before, True)
    assert hosting.ask(name)["Body"].read() == b"2.0,4.0"
    cloudwatch.delete_alarms(AlarmNames=[alarm])
