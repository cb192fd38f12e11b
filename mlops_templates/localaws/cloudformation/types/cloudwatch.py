"""AWS::CloudWatch::Alarm and AWS::CloudWatch::CompositeAlarm."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.picking import picked
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document

_BOTH = (
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "InsufficientDataActions",
    "OKActions",
)
_METRIC = (
    *_BOTH,
    "ComparisonOperator",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluateLowSampleCountPercentile",
    "EvaluationPeriods",
    "ExtendedStatistic",
    "MetricName",
    "Metrics",
    "Namespace",
    "Period",
    "Statistic",
    "Threshold",
    "ThresholdMetricId",
    "TreatMissingData",
    "Unit",
)
_COMPOSITE = (
    *_BOTH,
    "ActionsSuppressor",
    "ActionsSuppressorExtensionPeriod",
    "ActionsSuppressorWaitPeriod",
    "AlarmRule",
)


def _create(call: Call, resource: Resource) -> Made:
    name = resource.properties.get("AlarmName") or resource.generated_name(255)
    return _put(call, resource, name, tag_list(resource.tags))


def _update(call: Call, resource: Resource, old: Document) -> Made:
    made = _put(call, resource, resource.physical_id, [])
    cloudwatch, arn = call.client("cloudwatch"), made.attributes["Arn"]
    if gone := removed_tags(resource):
        cloudwatch.untag_resource(ResourceARN=arn, TagKeys=gone)
    if resource.tags:
        cloudwatch.tag_resource(ResourceARN=arn, Tags=tag_list(resource.tags))
    return made


def _put(call: Call, resource: Resource, name: str, tags: list[dict[str, str]]) -> Made:
    cloudwatch, properties = call.client("cloudwatch"), resource.properties
    more = {"Tags": tags} if tags else {}
    if "AlarmRule" in properties:
        cloudwatch.put_composite_alarm(AlarmName=name, **picked(properties, _COMPOSITE), **more)
    else:
        cloudwatch.put_metric_alarm(AlarmName=name, **picked(properties, _METRIC), **more)
    return Made(name, {"Arn": call.arn("cloudwatch", f"alarm:{name}")})


def _delete(call: Call, resource: Resource) -> None:
    with gone_is_fine("ResourceNotFound"):
        call.client("cloudwatch").delete_alarms(AlarmNames=[resource.physical_id])


TYPES = (
    ResourceType(
        "AWS::CloudWatch::Alarm",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset(_METRIC) | {"AlarmName", "Tags"},
    ),
    ResourceType(
        "AWS::CloudWatch::CompositeAlarm",
        create=_create,
        update=_update,
        delete=_delete,
        properties=frozenset(_COMPOSITE) | {"AlarmName", "Tags"},
    ),
)
