"""AWS::SQS::Queue and AWS::SQS::QueuePolicy."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.laid_policy import laid_policy
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags
from mlops_templates.localaws.document import Document

_GONE = ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")
_DEFAULTS = {
    "ContentBasedDeduplication": "false",
    "DelaySeconds": "0",
    "KmsDataKeyReusePeriodSeconds": "300",
    "KmsMasterKeyId": "",
    "MaximumMessageSize": "262144",
    "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0",
    "RedriveAllowPolicy": "",
    "RedrivePolicy": "",
    "SqsManagedSseEnabled": "true",
    "VisibilityTimeout": "30",
}
"""The attributes that are properties too, and what they are when a template leaves them out."""


def _create_queue(call: Call, resource: Resource) -> Made:
    sqs, properties = call.client("sqs"), resource.properties
    fifo = ".fifo" if properties.get("FifoQueue") else ""
    name = properties.get("QueueName") or resource.generated_name(80 - len(fifo)) + fifo
    attributes = {**_attributes(properties), **({"FifoQueue": "true"} if fifo else {})}
    url = sqs.create_queue(QueueName=name, Attributes=attributes, tags=resource.tags)["QueueUrl"]
    return Made(url, {"Arn": call.arn("sqs", name), "QueueName": name, "QueueUrl": url})


def _update_queue(call: Call, resource: Resource, old: Document) -> Made:
    sqs, url = call.client("sqs"), resource.physical_id
    before, after = _attributes(old), _attributes(resource.properties)
    changed = {name: after.get(name, _DEFAULTS[name]) for name in before | after if before.get(name) != after.get(name)}
    if changed:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)
    if gone := removed_tags(resource):
        sqs.untag_queue(QueueUrl=url, TagKeys=gone)
    if resource.tags:
        sqs.tag_queue(QueueUrl=url, Tags=resource.tags)
    return Made(url, resource.attributes)


def _delete_queue(call: Call, resource: Resource) -> None:
    with gone_is_fine(*_GONE):
        call.client("sqs").delete_queue(QueueUrl=resource.physical_id)


def _attributes(properties: Document) -> dict[str, str]:
    found = {name: properties[name] for name in _DEFAULTS if name in properties}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


def _put_policy(call: Call, queue: str, policy: str) -> None:
    call.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})


def _clear_policy(call: Call, queue: str) -> None:
    with gone_is_fine(*_GONE):
        _put_policy(call, queue, "")


TYPES = (
    ResourceType(
        "AWS::SQS::Queue",
        create=_create_queue,
        update=_update_queue,
        delete=_delete_queue,
        properties=frozenset(_DEFAULTS) | {"FifoQueue", "QueueName", "Tags"},
    ),
    laid_policy("AWS::SQS::QueuePolicy", "Queues", put=_put_policy, take=_clear_policy),
)
