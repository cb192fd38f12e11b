"""Alarms on the writer of the catalogue: an entry that it could not write is missing until somebody mends it."""

from __future__ import annotations

from troposphere import AWSHelperFn, If, NoValue, Ref, Template, cloudwatch

from mlops_templates.foundations.undelivered import HAS_TOPIC, TOPIC

ENDS = {"Failed": "failed", "TimedOut": "timed out", "Aborted": "was aborted"}


def add_failure_alarms(template: Template, *, machine: AWSHelperFn, name: str) -> None:
    """One for each way in which an execution ends without its entry; told to the topic of the form, if it names one."""
    for end, words in ENDS.items():
        template.add_resource(
            cloudwatch.Alarm(
                f"Execution{end}Alarm",
                AlarmName=f"{name}-executions-{end.lower()}",
                AlarmDescription=f"A write of the catalogue {words}: read its execution, mend, start it again",
                AlarmActions=If(HAS_TOPIC, [Ref(TOPIC.name)], NoValue),
                Namespace="AWS/States",
                MetricName=f"Executions{end}",
                Dimensions=[cloudwatch.MetricDimension(Name="StateMachineArn", Value=machine)],
                Statistic="Sum",
                Period=300,
                EvaluationPeriods=1,
                ComparisonOperator="GreaterThanThreshold",
                Threshold=0,
                TreatMissingData="notBreaching",
            )
        )
