"""What somebody must hear of: executions that failed, starts that were lost, rows that drifted."""

from troposphere import Equals, GetAtt, If, Not, NoValue, Ref, Sub, Template
from troposphere.cloudwatch import Alarm, MetricDimension
from troposphere.sagemaker import Pipeline
from troposphere.sqs import Queue

DRIFT = "mlops-templates/drift"


def add(template: Template, pipeline: Pipeline, undelivered: Queue, *, watches_drift: bool) -> None:
    template.add_condition("HasAlarmTopic", Not(Equals(Ref("AlarmTopicArn"), "")))
    template.add_resource(
        _alarm(
            "FailedAlarm",
            what="failed",
            meaning="An execution of the batch pipeline failed: read its failure reason",
            metric=("AWS/Sagemaker/ModelBuildingPipeline", "ExecutionFailed", "Sum"),
            dimensions=[MetricDimension(Name="PipelineName", Value=Ref(pipeline))],
        )
    )
    template.add_resource(
        _alarm(
            "LostAlarm",
            what="lost",
            meaning="A start of the batch pipeline was not delivered: its event lies in the queue",
            metric=("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum"),
            dimensions=[MetricDimension(Name="QueueName", Value=GetAtt(undelivered, "QueueName"))],
        )
    )
    if watches_drift:
        template.add_resource(_drift())


def _drift() -> Alarm:
    of_stage = [MetricDimension(Name=name, Value=Ref(name)) for name in ("ProjectId", "Stage")]
    return _alarm(
        "DriftAlarm",
        what="drift",
        meaning="More features drifted away from training than the stage allows: see monitoring.json of the run",
        metric=(DRIFT, "DriftedShare", "Maximum"),
        dimensions=of_stage,
        above=Ref("DriftedShareLimit"),
    )


def _alarm(
    title: str,
    *,
    what: str,
    meaning: str,
    metric: tuple[str, str, str],
    dimensions: list[MetricDimension],
    above: Ref | int = 0,
) -> Alarm:
    namespace, name, statistic = metric
    notify = If("HasAlarmTopic", [Ref("AlarmTopicArn")], NoValue)
    return Alarm(
        title,
        AlarmName=Sub("sagemaker-${ProjectName}-${ProjectId}-${Stage}-" + what),
        AlarmDescription=meaning,
        Namespace=namespace,
        MetricName=name,
        Dimensions=dimensions,
        Statistic=statistic,
        Period=300,
        EvaluationPeriods=1,
        Threshold=above,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=notify,
        OKActions=notify,
    )
