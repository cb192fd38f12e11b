"""Tags of groups; schedules have none."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler.rules import group_of
from mlops_templates.localaws.scheduler.service import SERVICE
from mlops_templates.localaws.scheduler.state import Group, now

MOST = 50


def read_tags(given: list[Document]) -> dict[str, str]:
    """Tags as a dictionary.

    Raises:
        AwsError: ValidationException for reserved and repeated keys, and for too many.
    """
    if any(str(tag["Key"]).lower().startswith("aws:") for tag in given):
        raise AwsError("ValidationException", "aws: prefixed tag key names are not allowed for external use.")
    if len({tag["Key"] for tag in given}) != len(given):
        raise AwsError("ValidationException", "Duplicate tag keys are not allowed.")
    if len(given) > MOST:
        raise AwsError("ValidationException", f"A resource has at most {MOST} tags.")
    return {str(tag["Key"]): str(tag["Value"]) for tag in given}


@SERVICE.action
def list_tags_for_resource(call: Call, request: Document) -> Document:
    tags = _group(call, request).tags
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    group = _group(call, request)
    group.tags, group.modified = {**group.tags, **read_tags(request["Tags"])}, now()
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    group = _group(call, request)
    group.tags = {key: value for key, value in group.tags.items() if key not in request["TagKeys"]}
    group.modified = now()
    return {}


def _group(call: Call, request: Document) -> Group:
    return group_of(call, request["ResourceArn"].rpartition("/")[2])
