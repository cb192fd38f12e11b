"""Undelivered events raise an alarm."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.event_kept import targets
from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import Resource, at, listed, mappings, resources

METRIC = "ApproximateNumberOfMessagesVisible"


class UndeliveredWatched(CloudFormationLintRule):
    """Undelivered events raise an alarm."""

    id = "E9515"
    shortdesc = "Undelivered events raise an alarm"
    description = "A dead-letter queue that nobody looks at keeps events until they expire"
    source_url = (
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"
    )
    tags = ["mlops-templates", "events"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        alarms = [alarm for _, alarm in resources(cfn, "AWS::CloudWatch::Alarm") if _tells(alarm, is_project(cfn))]
        watched = {queue for alarm in alarms for queue in _watched(alarm)}
        used = {_queue(target) for _, target in targets(cfn)}
        return [
            RuleMatch(
                ["Resources", name],
                f"{name}: add an alarm on {METRIC} with this queue as its dimension, that tells somebody",
            )
            for name, _ in resources(cfn, "AWS::SQS::Queue")
            if name in used and name not in watched
        ]


def _queue(target: Resource) -> str:
    return _logical_id(at(target, "DeadLetterConfig", "Arn"))


def _tells(alarm: Resource, somebody: bool) -> bool:
    """A project has people who hear of it; in an account that stands ready the state itself is looked at."""
    silent = at(alarm, "Properties", "ActionsEnabled") is False
    return not silent and (not somebody or bool(listed(at(alarm, "Properties", "AlarmActions"))))


def _watched(alarm: Resource) -> list[str]:
    if at(alarm, "Properties", "MetricName") != METRIC:
        return []
    dimensions = mappings(at(alarm, "Properties", "Dimensions"))
    return [_logical_id(dimension.get("Value")) for dimension in dimensions if dimension.get("Name") == "QueueName"]


def _logical_id(value: object) -> str:
    """Whose attribute it is; what comes from elsewhere is not known here."""
    attribute = at(value, "Fn::GetAtt")
    if isinstance(attribute, list) and attribute:
        return str(attribute[0])
    return attribute.partition(".")[0] if isinstance(attribute, str) else ""
