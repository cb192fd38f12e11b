"""Monitoring: a pipeline of one step compares captured requests with the training rows, on a schedule."""

import json
from typing import Any

from troposphere import Equals, GetAtt, If, Ref, Sub, Template
from troposphere.cloudwatch import MetricDimension
from troposphere.sagemaker import Pipeline, PipelineDefinition
from troposphere.scheduler import DeadLetterConfig, FlexibleTimeWindow, RetryPolicy, Schedule, Target
from troposphere.sqs import Queue, QueuePolicy

from deployment.real_time.alarms import alarm
from deployment.stack_text import project_tags
from deployment.step_code import ENTRY

CONDITION = "IsMonitored"
FOURTEEN_DAYS = 14 * 86400
NAMESPACE = "mlops-templates/drift"
INPUT, OUTPUT = "/opt/ml/processing/input", "/opt/ml/processing/output"
NAME = "${ProjectName}-${ProjectId}-drift-${Stage}"
ARN = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:pipeline/" + NAME
REPORTS = "s3://${DataBucket}/drift/${EndpointName}"
PARAMETERS = {
    "Monitored": ("String", "yes to compare captured requests with the training rows, else no"),
    "MonitoringSchedule": ("String", "When they are compared"),
    "MonitoringRoleArn": ("String", "Role of the pipeline, of its step, and of what starts it"),
    "MonitoringInstanceType": ("String", "Instance type of the step"),
    "MonitoringEncryptsVolume": ("String", "no where that instance encrypts its local disk itself, else yes"),
    "MonitoringImage": ("String", "Image of the step: that of the model"),
    "MonitoringCode": ("String", "S3 folder with the code of the step"),
    "BaselineS3Uri": ("String", "Statistics of the rows that the released version was trained on"),
    "DriftThreshold": ("Number", "Population stability index from which a feature has drifted"),
    "MissingShareLimit": ("Number", "How much more of a feature may be missing than in training"),
    "DriftedShareLimit": ("Number", "Share of drifted features that raises the alarm when it is exceeded"),
}


def add(template: Template) -> None:
    """Adds pipeline, schedule and alarms; they are made where the stage's parameter says so."""
    template.add_condition(CONDITION, Equals(Ref("Monitored"), "yes"))
    template.add_condition("EncryptsMonitoringVolume", Equals(Ref("MonitoringEncryptsVolume"), "yes"))
    for resource in (_pipeline(), *_undelivered(), _schedule(), _drift_alarm(), _failed_alarm(), _lost_alarm()):
        resource.resource["Condition"] = CONDITION
        template.add_resource(resource)


def _pipeline() -> Pipeline:
    encrypted, otherwise = (Sub(json.dumps(_definition(encrypts))) for encrypts in (True, False))
    return Pipeline(
        "DriftPipeline",
        PipelineName=Sub(NAME),
        PipelineDescription=Sub("Compares requests to ${EndpointName} with the training rows"),
        PipelineDefinition=PipelineDefinition(
            PipelineDefinitionBody=If("EncryptsMonitoringVolume", encrypted, otherwise)
        ),
        RoleArn=Ref("MonitoringRoleArn"),
        Tags=project_tags(),
    )


def _definition(encrypts_volume: bool) -> dict[str, Any]:
    """The pipeline as SageMaker reads it; `${...}` are the template's."""
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [],
        "Steps": [{"Name": "CompareWithTraining", "Type": "Processing", "Arguments": _job(encrypts_volume)}],
    }


def _job(encrypts_volume: bool) -> dict[str, Any]:
    cluster = {"InstanceType": "${MonitoringInstanceType}", "InstanceCount": 1, "VolumeSizeInGB": 30}
    key = {"VolumeKmsKeyId": "${KmsKeyArn}"} if encrypts_volume else {}
    report = {"Std:Join": {"On": "/", "Values": [REPORTS, {"Get": "Execution.PipelineExecutionId"}]}}
    output = {"S3Uri": report, "LocalPath": f"{OUTPUT}/report", "S3UploadMode": "EndOfJob"}
    return {
        "AppSpecification": {
            "ImageUri": "${MonitoringImage}",
            "ContainerEntrypoint": ["python3", f"{ENTRY}/compare.py"],
            "ContainerArguments": [text for pair in _arguments().items() for text in pair],
        },
        "Environment": {"AWS_DEFAULT_REGION": "${AWS::Region}"},
        "NetworkConfig": {"EnableInterContainerTrafficEncryption": True, "EnableNetworkIsolation": False},
        "ProcessingInputs": [_input("code", "${MonitoringCode}"), _input("baseline", "${BaselineS3Uri}")],
        "ProcessingOutputConfig": {
            "KmsKeyId": "${KmsKeyArn}",
            "Outputs": [{"OutputName": "report", "AppManaged": False, "S3Output": output}],
        },
        "ProcessingResources": {"ClusterConfig": {**cluster, **key}},
        "RoleArn": "${MonitoringRoleArn}",
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "Tags": [
            {"Key": "sagemaker:project-id", "Value": "${ProjectId}"},
            {"Key": "sagemaker:project-name", "Value": "${ProjectName}"},
        ],
    }


def _arguments() -> dict[str, str]:
    return {
        "--captured": "s3://${DataBucket}/data-capture/${EndpointName}/",
        "--reports": f"{REPORTS}/",
        "--baseline": f"{INPUT}/baseline",
        "--output": f"{OUTPUT}/report",
        "--kms-key": "${KmsKeyArn}",
        "--drift-threshold": "${DriftThreshold}",
        "--missing-share-limit": "${MissingShareLimit}",
        "--drifted-share-limit": "${DriftedShareLimit}",
        "--project-id": "${ProjectId}",
        "--stage": "${Stage}",
    }


def _input(name: str, uri: str) -> dict[str, Any]:
    place = {"S3Uri": uri, "LocalPath": f"{INPUT}/{name}", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    return {"InputName": name, "AppManaged": False, "S3Input": place}


def _schedule() -> Schedule:
    return Schedule(
        "DriftSchedule",
        DependsOn=["DriftPipeline"],
        Name=Sub("sagemaker-${ProjectId}-drift-${Stage}"),
        Description=Sub("Compares requests to ${EndpointName} with the training rows"),
        ScheduleExpression=Ref("MonitoringSchedule"),
        FlexibleTimeWindow=FlexibleTimeWindow(Mode="OFF"),
        State="ENABLED",
        Target=Target(
            Arn=Sub(ARN),
            RoleArn=Ref("MonitoringRoleArn"),
            DeadLetterConfig=DeadLetterConfig(Arn=GetAtt("DriftUndelivered", "Arn")),
            RetryPolicy=RetryPolicy(MaximumEventAgeInSeconds=3600, MaximumRetryAttempts=5),
        ),
    )


def _undelivered() -> tuple[Queue, QueuePolicy]:
    """Starts that the schedule could not deliver; the next run reads what they would have read."""
    queue = Queue(
        "DriftUndelivered",
        QueueName=Sub("sagemaker-${ProjectName}-${ProjectId}-${Stage}-drift-lost"),
        MessageRetentionPeriod=FOURTEEN_DAYS,
        SqsManagedSseEnabled=True,
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        Tags=project_tags(),
    )
    only_tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": GetAtt(queue, "Arn"),
        "Condition": {"Bool": {"aws:SecureTransport": False}},
    }
    policy = {"Version": "2012-10-17", "Statement": [only_tls]}
    return queue, QueuePolicy("DriftUndeliveredPolicy", Queues=[Ref(queue)], PolicyDocument=policy)


def _drift_alarm() -> Any:
    return alarm(
        "DriftAlarm",
        what="drift",
        meaning="Requests look other than the training rows: read the newest report under drift/ in the data bucket",
        Namespace=NAMESPACE,
        MetricName="DriftedShare",
        Dimensions=[MetricDimension(Name=name, Value=Ref(name)) for name in ("ProjectId", "Stage")],
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=Ref("DriftedShareLimit"),
        ComparisonOperator="GreaterThanThreshold",
        # Between two runs nothing is measured: what the last one found stays true.
        TreatMissingData="ignore",
    )


def _failed_alarm() -> Any:
    return _trouble(
        "DriftFailedAlarm",
        what="drift-failed",
        meaning="Monitoring itself failed: read the failure reason of the pipeline's execution",
        Namespace="AWS/Sagemaker/ModelBuildingPipeline",
        MetricName="ExecutionFailed",
        Statistic="Sum",
        Dimensions=[MetricDimension(Name="PipelineName", Value=Ref("DriftPipeline"))],
    )


def _lost_alarm() -> Any:
    return _trouble(
        "DriftLostAlarm",
        what="drift-lost",
        meaning="Monitoring was not started: the reason lies in the queue of this name",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Statistic="Maximum",
        Dimensions=[MetricDimension(Name="QueueName", Value=GetAtt("DriftUndelivered", "QueueName"))],
    )


def _trouble(title: str, **measure: Any) -> Any:
    return alarm(
        title,
        **measure,
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )
