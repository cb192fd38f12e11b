"""Topics, queues and rules, made by stacks."""

from __future__ import annotations

import json
from typing import Any

from tests.localaws.cloudformation.conftest import Stacks


def policy(service: str, target: Any) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": service,
        "Resource": target,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def topic(
    *, display: str, protocols: list[dict[str, str]] | None = None, action: str = "sns:Publish"
) -> dict[str, Any]:
    properties: dict[str, Any] = {"DisplayName": display, "KmsMasterKeyId": "alias/aws/sns"}
    if protocols:
        properties["Subscription"] = protocols
    document = policy(action, {"Ref": "Topic"})
    return {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": properties},
        "TopicPolicy": {
            "Type": "AWS::SNS::TopicPolicy",
            "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": document},
        },
    }


def test_a_topic_has_subscriptions_and_a_policy(stacks: Stacks) -> None:
    mail = [{"Protocol": "email", "Endpoint": "a@example.com"}]
    name, sns = stacks.create(topic(display="one", protocols=mail)), stacks.aws.client("sns")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    arn = stacks.physical(name)["Topic"]
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["DisplayName"] == "one"
    assert attributes["KmsMasterKeyId"] == "alias/aws/sns"
    assert "events.amazonaws.com" in attributes["Policy"]
    assert [item["Endpoint"] for item in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]] == [
        "a@example.com"
    ]


def test_a_topic_changes_in_place(stacks: Stacks) -> None:
    before = [{"Protocol": "email", "Endpoint": "a@example.com"}]
    after = [{"Protocol": "email", "Endpoint": "b@example.com"}]
    name, sns = stacks.create(topic(display="one", protocols=before)), stacks.aws.client("sns")
    arn = stacks.physical(name)["Topic"]
    changed = topic(display="two", protocols=after, action="sns:Subscribe")
    assert stacks.update(name, changed) == "UPDATE_COMPLETE", stacks.reasons(name)
    attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert attributes["DisplayName"] == "two"
    assert "sns:Subscribe" in attributes["Policy"]
    assert [item["Endpoint"] for item in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]] == [
        "b@example.com"
    ]


def test_a_queue_subscribed_to_a_topic_gets_its_messages(stacks: Stacks) -> None:
    template = {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1209600}},
        "Subscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "sqs",
                "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
                "RawMessageDelivery": True,
                "FilterPolicy": {"kind": ["wanted"]},
            },
        },
    }
    name = stacks.create(template)
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made, sns, sqs = stacks.physical(name), stacks.aws.client("sns"), stacks.aws.client("sqs")
    for kind in ("unwanted", "wanted"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=made["Topic"], Message=kind, MessageAttributes=attributes)
    messages = sqs.receive_message(QueueUrl=made["Queue"], MaxNumberOfMessages=10)["Messages"]
    assert [item["Body"] for item in messages] == ["wanted"]
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)


def test_a_queue_and_its_policy_change_in_place(stacks: Stacks) -> None:
    def queue(seconds: int, action: str) -> dict[str, Any]:
        document = policy(action, {"Fn::GetAtt": "Queue.Arn"})
        return {
            "Dead": {"Type": "AWS::SQS::Queue"},
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {
                    "VisibilityTimeout": seconds,
                    "SqsManagedSseEnabled": True,
                    "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3},
                },
            },
            "Policy": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": document},
            },
        }

    name, sqs = stacks.create(queue(40, "sqs:SendMessage")), stacks.aws.client("sqs")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    url = stacks.physical(name)["Queue"]
    assert stacks.update(name, queue(50, "sqs:ReceiveMessage")) == "UPDATE_COMPLETE", stacks.reasons(name)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "50"
    assert "sqs:ReceiveMessage" in attributes["Policy"]
    assert json.loads(attributes["RedrivePolicy"])["maxReceiveCount"] == 3


def rule(state: str, *targets: str) -> dict[str, Any]:
    def target(name: str) -> dict[str, Any]:
        return {
            "Id": name,
            "Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
            "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600},
            "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Queue", "Arn"]}},
            "InputTransformer": {"InputPathsMap": {"branch": "$.detail.referenceName"}, "InputTemplate": '"<branch>"'},
        }

    properties = {
        "Description": "pushes",
        "EventPattern": {"source": ["aws.codecommit"], "detail": {"referenceName": ["main"]}},
        "State": state,
        "Targets": [target(name) for name in targets],
    }
    return {"Queue": {"Type": "AWS::SQS::Queue"}, "Rule": {"Type": "AWS::Events::Rule", "Properties": properties}}


def test_a_rule_keeps_everything_of_its_targets(stacks: Stacks) -> None:
    name, events = stacks.create(rule("ENABLED", "one", "two")), stacks.aws.client("events")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made = stacks.physical(name)["Rule"]
    found = events.describe_rule(Name=made)
    assert json.loads(found["EventPattern"])["source"] == ["aws.codecommit"]
    targets = events.list_targets_by_rule(Rule=made)["Targets"]
    assert [item["Id"] for item in targets] == ["one", "two"]
    assert targets[0]["RetryPolicy"]["MaximumRetryAttempts"] == 3
    assert targets[0]["DeadLetterConfig"]["Arn"].startswith("arn:aws:sqs:")
    assert targets[0]["InputTransformer"]["InputTemplate"] == '"<branch>"'


def test_a_rule_changes_in_place_and_goes_with_its_targets(stacks: Stacks) -> None:
    name, events = stacks.create(rule("ENABLED", "one", "two")), stacks.aws.client("events")
    made = stacks.physical(name)["Rule"]
    assert stacks.update(name, rule("DISABLED", "two", "three")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert events.describe_rule(Name=made)["State"] == "DISABLED"
    assert [item["Id"] for item in events.list_targets_by_rule(Rule=made)["Targets"]] == ["two", "three"]
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)
    assert made not in [item["Name"] for item in events.list_rules()["Rules"]]
