from __future__ import annotations

import json
from typing import Any


def test_every_transition_is_an_event(workshop: Any, build_approval: Any, wait: Any) -> None:
    aws = workshop.aws
    sqs, events = aws.client("sqs"), aws.client("events")
    queue = aws.queue(workshop.name)
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["aws.codepipeline"], "detail": {"pipeline": [workshop.name]}}
    events.put_rule(Name=workshop.name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=workshop.name, Targets=[{"Id": "queue", "Arn": arn}])
    execution = workshop.create({"name": "Gate", "actions": [build_approval()]})
    workshop.decide("Approved")
    workshop.ended(execution)
    seen: set[tuple[str, str, str]] = set()

    def all_seen() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"])
            level = event["detail-type"].split()[1]
            detail = event["detail"]
            place = detail.get("action") or detail.get("stage") or detail["pipeline"]
            seen.add((level, place, detail["state"]))
        return seen == expected

    states = ("STARTED", "SUCCEEDED")
    places = [("Pipeline", workshop.name), ("Stage", "Source"), ("Stage", "Gate"), ("Action", "Get")]
    expected = {(*place, state) for place in [*places, ("Action", "Approve")] for state in states}
    wait(all_seen)
