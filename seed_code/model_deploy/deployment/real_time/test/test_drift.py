import json
import re
from typing import Any

import boto3
import pytest
from botocore.validate import ParamValidator

from deployment.real_time.test.templates import FULL, properties
from deployment.test.documents import loaded
from monitoring import arguments

VALUES = {
    "MonitoringInstanceType": "ml.m5.large",
    "MonitoringRoleArn": "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-monitor-eu-west-1",
}


def definition(branch: int = 1) -> Any:
    body = properties(FULL, "DriftPipeline")["PipelineDefinition"]["PipelineDefinitionBody"]["Fn::If"][branch]
    return json.loads(re.sub(r"\$\{([^}]+)\}", lambda name: VALUES.get(name[1], f"<{name[1]}>"), body["Fn::Sub"]))


@pytest.fixture
def job() -> Any:
    (step,) = definition()["Steps"]
    assert step["Type"] == "Processing"
    return step["Arguments"]


def test_the_step_is_a_processing_job_that_sagemaker_accepts(job: Any) -> None:
    model = boto3.client("sagemaker", region_name="eu-west-1").meta.service_model
    job["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"] = "s3://resolved/when/it/runs"
    report = ParamValidator().validate(
        {**job, "ProcessingJobName": "one"}, model.operation_model("CreateProcessingJob").input_shape
    )
    assert not report.has_errors(), report.generate_report()


def test_the_step_gets_the_code_the_baseline_and_the_place_of_captured_data(job: Any) -> None:
    inputs = {one["InputName"]: one["S3Input"]["S3Uri"] for one in job["ProcessingInputs"]}
    assert inputs == {"code": "<MonitoringCode>", "baseline": "<BaselineS3Uri>"}
    given = dict(zip(*[iter(job["AppSpecification"]["ContainerArguments"])] * 2, strict=True))
    assert given["--captured"] == "s3://<DataBucket>/data-capture/<EndpointName>/"


def test_the_step_understands_its_arguments(job: Any) -> None:
    words = [re.sub("<.*Limit>|<.*Threshold>", "0.5", word) for word in job["AppSpecification"]["ContainerArguments"]]
    parsed = arguments.parse(words)
    assert (parsed.drifted_share_limit, parsed.stage) == (0.5, "<Stage>")


def test_each_run_has_a_report_of_its_own(job: Any) -> None:
    (output,) = job["ProcessingOutputConfig"]["Outputs"]
    folder, execution = output["S3Output"]["S3Uri"]["Std:Join"]["Values"]
    assert folder == "s3://<DataBucket>/drift/<EndpointName>"
    assert execution == {"Get": "Execution.PipelineExecutionId"}


def test_volume_and_report_are_encrypted(job: Any) -> None:
    assert job["ProcessingOutputConfig"]["KmsKeyId"] == "<KmsKeyArn>"
    assert job["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == "<KmsKeyArn>"
    cluster = definition(branch=2)["Steps"][0]["Arguments"]["ProcessingResources"]["ClusterConfig"]
    assert "VolumeKmsKeyId" not in cluster


def test_the_schedule_starts_the_pipeline_and_keeps_what_it_cannot_start() -> None:
    schedule = properties(FULL, "DriftSchedule")
    name = properties(FULL, "DriftPipeline")["PipelineName"]["Fn::Sub"]
    assert schedule["Target"]["Arn"]["Fn::Sub"].endswith(f":pipeline/{name}")
    assert schedule["Target"]["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DriftUndelivered", "Arn"]}}
    assert schedule["ScheduleExpression"] == {"Ref": "MonitoringSchedule"}


def test_drift_stays_an_alarm_until_the_next_run_finds_none() -> None:
    alarm = properties(FULL, "DriftAlarm")
    assert alarm["AlarmName"] == {"Fn::Sub": "sagemaker-${ProjectName}-${ProjectId}-${Stage}-drift"}
    assert (alarm["Namespace"], alarm["MetricName"]) == ("mlops-templates/drift", "DriftedShare")
    assert alarm["Threshold"] == {"Ref": "DriftedShareLimit"}
    assert alarm["TreatMissingData"] == "ignore"


def test_a_monitor_that_fails_or_never_starts_is_an_alarm_too() -> None:
    alarms = [one["Properties"] for one in loaded(FULL)["Resources"].values() if one["Type"].endswith("::Alarm")]
    names = {alarm["AlarmName"]["Fn::Sub"].split("${Stage}-")[1] for alarm in alarms}
    assert names == {"drift", "drift-failed", "drift-lost", "errors", "latency"}
