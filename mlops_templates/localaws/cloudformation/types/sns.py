"""AWS::SNS::Topic, AWS::SNS::Subscription, AWS::SNS::TopicPolicy."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.gone import gone_is_fine
from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.cloudformation.laid_policy import laid_policy
from mlops_templates.localaws.cloudformation.resource_type import Made, Resource, ResourceType
from mlops_templates.localaws.cloudformation.tagging import removed_tags, tag_list
from mlops_templates.localaws.document import Document

_TOPIC_ATTRIBUTES = ("ContentBasedDeduplication", "DisplayName", "FifoTopic", "KmsMasterKeyId", "SignatureVersion")
_SUBSCRIPTION_ATTRIBUTES = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")


def _create_topic(call: Call, resource: Resource) -> Made:
    sns, properties = call.client("sns"), resource.properties
    fifo = ".fifo" if properties.get("FifoTopic") else ""
    name = properties.get("TopicName") or resource.generated_name(256 - len(fifo)) + fifo
    arn = sns.create_topic(Name=name, Attributes=_texts(properties, _TOPIC_ATTRIBUTES), Tags=tag_list(resource.tags))[
        "TopicArn"
    ]
    with undone_by(lambda: sns.delete_topic(TopicArn=arn)):
        _subscribe(sns, arn, [], properties.get("Subscription", []))
    return Made(arn, {"TopicArn": arn, "TopicName": name})


def _update_topic(call: Call, resource: Resource, old: Document) -> Made:
    sns, arn, properties = call.client("sns"), resource.physical_id, resource.properties
    new = _texts(properties, _TOPIC_ATTRIBUTES)
    for name in _texts(old, _TOPIC_ATTRIBUTES).keys() | new.keys():
        if old.get(name) != properties.get(name):
            sns.set_topic_attributes(TopicArn=arn, AttributeName=name, AttributeValue=new.get(name, ""))
    _subscribe(sns, arn, old.get("Subscription", []), properties.get("Subscription", []))
    if gone := removed_tags(resource):
        sns.untag_resource(ResourceArn=arn, TagKeys=gone)
    if resource.tags:
        sns.tag_resource(ResourceArn=arn, Tags=tag_list(resource.tags))
    return Made(arn, resource.attributes)


def _subscribe(sns: Any, arn: str, before: list[Document], after: list[Document]) -> None:
    """Bring the subscriptions that the topic itself declares."""
    gone = [(item["Protocol"], item["Endpoint"]) for item in before if item not in after]
    if gone:
        for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arn):
            for item in page["Subscriptions"]:
                if (item["Protocol"], item["Endpoint"]) in gone:
                    sns.unsubscribe(SubscriptionArn=item["SubscriptionArn"])
    for item in after:
        if item not in before:
            sns.subscribe(TopicArn=arn, Protocol=item["Protocol"], Endpoint=item["Endpoint"])


def _delete_topic(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFound", "NotFoundException"):
        call.client("sns").delete_topic(TopicArn=resource.physical_id)


def _create_subscription(call: Call, resource: Resource) -> Made:
    properties = resource.properties
    arn = call.client("sns").subscribe(
        TopicArn=properties["TopicArn"],
        Protocol=properties["Protocol"],
        Endpoint=properties.get("Endpoint", ""),
        Attributes=_texts(properties, _SUBSCRIPTION_ATTRIBUTES),
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return Made(arn, {"Arn": arn})


def _update_subscription(call: Call, resource: Resource, old: Document) -> Made:
    sns, arn, properties = call.client("sns"), resource.physical_id, resource.properties
    empty = {"FilterPolicy": "{}", "RawMessageDelivery": "false", "FilterPolicyScope": "MessageAttributes"}
    for name in _SUBSCRIPTION_ATTRIBUTES:
        if old.get(name) != properties.get(name):
            value = _texts(properties, [name]).get(name, empty.get(name, ""))
            sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName=name, AttributeValue=value)
    return Made(arn, {"Arn": arn})


def _delete_subscription(call: Call, resource: Resource) -> None:
    with gone_is_fine("NotFound", "NotFoundException"):
        call.client("sns").unsubscribe(SubscriptionArn=resource.physical_id)


def _texts(properties: Document, names: Any) -> dict[str, str]:
    """Attributes as the API takes them: text only."""
    return {name: _text(properties[name]) for name in names if name in properties}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _put_policy(call: Call, topic: str, policy: str) -> None:
    call.client("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)


def _restore_policy(call: Call, topic: str) -> None:
    """Give a topic back the policy that every new topic has: its owner may use it."""
    actions = ("GetTopicAttributes", "SetTopicAttributes", "DeleteTopic", "Subscribe", "Publish")
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in actions],
        "Resource": topic,
        "Condition": {"StringEquals": {"AWS:SourceOwner": topic.split(":")[4]}},
    }
    with gone_is_fine("NotFound", "NotFoundException"):
        _put_policy(call, topic, json.dumps({"Version": "2008-10-17", "Statement": [statement]}))


TYPES = (
    ResourceType(
        "AWS::SNS::Topic",
        create=_create_topic,
        update=_update_topic,
        delete=_delete_topic,
        properties=frozenset(_TOPIC_ATTRIBUTES) | {"Subscription", "Tags", "TopicName"},
    ),
    ResourceType(
        "AWS::SNS::Subscription",
        create=_create_subscription,
        update=_update_subscription,
        delete=_delete_subscription,
        properties=frozenset(_SUBSCRIPTION_ATTRIBUTES) | {"Endpoint", "Protocol", "TopicArn"},
    ),
    laid_policy("AWS::SNS::TopicPolicy", "Topics", put=_put_policy, take=_restore_policy),
)
