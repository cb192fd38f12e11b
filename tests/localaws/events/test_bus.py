"""Events reach the targets of the rules that match them, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlops_templates.localaws.events.payload import payload
from tests.waiting import message

if TYPE_CHECKING:
    from tests.localaws.conftest import Aws

QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:"


def rule(aws: Aws, name: str, pattern: object, target: dict[str, Any]) -> None:
    aws.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern))
    answer = aws.client("events").put_targets(Rule=name, Targets=[{"Id": "target", **target}])
    assert answer["FailedEntryCount"] == 0


def put(aws: Aws, source: str, detail: object = None) -> Any:
    entry = {"Source": source, "DetailType": "Test", "Detail": json.dumps(detail or {})}
    return aws.client("events").put_events(Entries=[entry])


def test_a_matching_event_is_delivered_and_others_are_not(aws: Aws) -> None:
    url = aws.queue("matched")
    rule(aws, "matching", {"source": ["orders"], "detail": {"state": ["paid"]}}, {"Arn": f"{QUEUE_ARN}matched"})
    put(aws, "orders", {"state": "open"})
    put(aws, "orders", {"state": "paid"})
    assert json.loads(message(aws.client("sqs"), url)["Body"])["detail"] == {"state": "paid"}
    assert "Messages" not in aws.client("sqs").receive_message(QueueUrl=url)


def test_an_event_that_cannot_be_delivered_goes_to_the_dead_letter_queue(aws: Aws) -> None:
    url = aws.queue("dead-letters")
    gone = "arn:aws:codepipeline:us-east-1:123456789012:no-such-pipeline"
    retry = {"MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60}
    dead_letters = {"Arn": f"{QUEUE_ARN}dead-letters"}
    target = {"Arn": gone, "RoleArn": "arn:aws:iam::123456789012:role/events", "RetryPolicy": retry}
    rule(aws, "undeliverable", {"source": ["undeliverable"]}, {**target, "DeadLetterConfig": dead_letters})
    put(aws, "undeliverable")
    letter = message(aws.client("sqs"), url, MessageAttributeNames=["All"])
    assert letter["MessageAttributes"]["TARGET_ARN"]["StringValue"] == gone
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"]


def test_nobody_may_speak_in_the_name_of_aws(aws: Aws) -> None:
    assert put(aws, "aws.sagemaker")["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"


def test_a_target_receives_what_its_transformer_makes_of_the_event() -> None:
    event = {"detail": {"name": "m", "list": [{"n": 1}]}}
    transformer = {
        "InputPathsMap": {"name": "$.detail.name", "n": "$.detail.list[0].n"},
        "InputTemplate": '"<name> <n>"',
    }
    assert payload({"InputTransformer": transformer}, event) == '"m 1"'
    assert payload({"InputPath": "$.detail.list"}, event) == '[{"n": 1}]'
    assert payload({"Input": "{}"}, event) == "{}"
    assert json.loads(payload({}, event)) == event
