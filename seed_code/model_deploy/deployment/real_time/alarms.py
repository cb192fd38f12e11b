"""What somebody must hear of while the endpoint serves; during a rollout it also brings the old version back."""

from typing import Any

from troposphere import If, NoValue, Ref, Sub, Template
from troposphere.cloudwatch import Alarm, MetricDimension

from deployment.real_time.endpoint import MAIN, NEW

PARAMETERS = {
    "ErrorsPerMinute": ("Number", "Number of 5xx answers in one minute that is too much"),
    "LatencyMicroseconds": ("Number", "Mean time of the model's answer that is too long"),
}


def add(template: Template) -> tuple[Alarm, Alarm]:
    """Alarms on errors and latency of the released version, or of the version that answers while it is a shadow."""
    watched = [
        MetricDimension(Name="EndpointName", Value=Ref("EndpointName")),
        MetricDimension(Name="VariantName", Value=If("Shares", NEW, MAIN)),
    ]
    errors = alarm(
        "ErrorsAlarm",
        what="errors",
        meaning="The endpoint answers with 5xx: read its log group",
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Dimensions=watched,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=Ref("ErrorsPerMinute"),
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
    )
    latency = alarm(
        "LatencyAlarm",
        what="latency",
        meaning="The model takes too long to answer: choose more or larger instances, or more memory",
        Namespace="AWS/SageMaker",
        MetricName="ModelLatency",
        Dimensions=watched,
        Statistic="Average",
        Period=60,
        EvaluationPeriods=2,
        Threshold=Ref("LatencyMicroseconds"),
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )
    return template.add_resource(errors), template.add_resource(latency)


def alarm(title: str, *, what: str, meaning: str, **measure: Any) -> Alarm:
    """An alarm of the stage that tells the topic when it goes off and when it is over."""
    notify = If("HasAlarmTopic", [Ref("AlarmTopicArn")], NoValue)
    return Alarm(
        title,
        AlarmName=Sub("sagemaker-${ProjectName}-${ProjectId}-${Stage}-" + what),
        AlarmDescription=meaning,
        AlarmActions=notify,
        OKActions=notify,
        **measure,
    )
