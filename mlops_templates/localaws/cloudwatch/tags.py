"""Tags of alarms."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudwatch.service import SERVICE
from mlops_templates.localaws.cloudwatch.state import Alarm, CloudWatchState
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

MOST = 50


def read_tags(given: list[Document]) -> dict[str, str]:
    """Tags as a dictionary.

    Raises:
        AwsError: InvalidParameterValue for reserved keys and too many tags.
    """
    if any(str(tag["Key"]).lower().startswith("aws:") for tag in given):
        raise AwsError("InvalidParameterValue", "aws: prefixed tag key names are not allowed for external use.")
    if len({tag["Key"] for tag in given}) != len(given):
        raise AwsError("InvalidParameterValue", "Duplicate tag keys are not allowed")
    if len(given) > MOST:
        raise AwsError("InvalidParameterValue", f"A resource has at most {MOST} tags")
    return {str(tag["Key"]): str(tag["Value"]) for tag in given}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    tags = _alarm(call, request["ResourceARN"]).tags
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    alarm = _alarm(call, request["ResourceARN"])
    alarm.tags = {**alarm.tags, **read_tags(request["Tags"])}
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    alarm = _alarm(call, request["ResourceARN"])
    alarm.tags = {key: value for key, value in alarm.tags.items() if key not in request["TagKeys"]}
    return {}


def _alarm(call: Call, arn: str) -> Alarm:
    found = next((each for each in call.state(CloudWatchState).alarms.values() if each.arn == arn), None)
    if found is None:
        raise AwsError("ResourceNotFoundException", f"Resource {arn} not found", status=404)
    return found
