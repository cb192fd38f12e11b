"""Who is told by a topic, for tests: a queue in the place of a person's mailbox."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import boto3

from mlops_templates.demo.waiting import until


@dataclass(frozen=True)
class Mailbox:
    """A queue that is subscribed to a topic, and what has come so far."""

    queue: str
    mail: list[dict[str, Any]] = field(default_factory=list)

    @staticmethod
    def at(topic: str) -> Mailbox:
        sqs = boto3.client("sqs")
        # Its name must not look like a resource of the project.
        queue = sqs.create_queue(QueueName=f"mailbox-{uuid4().hex}")["QueueUrl"]
        attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": attributes["QueueArn"],
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
        boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["QueueArn"])
        return Mailbox(queue)

    def letter(self, **facts: str) -> dict[str, Any]:
        """The letter that says all this, once it has come."""

        def look() -> dict[str, Any] | None:
            got = boto3.client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
            told = [json.loads(json.loads(one["Body"])["Message"]) for one in got.get("Messages", ())]
            self.mail.extend({**one, **one.get("approval", {})} for one in told)
            return next((one for one in self.mail if facts.items() <= one.items()), None)

        return until(look, f"a letter that says {facts}")
