"""Policies of event buses of templates."""

from __future__ import annotations

import json
from typing import Any

from tests.localaws.cloudformation.conftest import Stacks

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"


def held(stacks: Stacks) -> list[dict[str, Any]]:
    policy = stacks.aws.client("events").describe_event_bus().get("Policy")
    return list(json.loads(policy)["Statement"]) if policy else []


def test_a_statement_comes_changes_and_goes_and_its_neighbours_stay(stacks: Stacks) -> None:
    def policy(account: str) -> dict[str, Any]:
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "events:PutEvents",
            "Resource": BUS,
        }
        return {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "stack", "Statement": statement}}

    events = stacks.aws.client("events")
    events.put_permission(Action="events:PutEvents", Principal="333333333333", StatementId="before")
    stack = stacks.create({"Policy": policy("222222222222")})
    assert stacks.status(stack) == "CREATE_COMPLETE"
    assert [each["Sid"] for each in held(stacks)] == ["before", "stack"]
    assert stacks.update(stack, {"Policy": policy("444444444444")}) == "UPDATE_COMPLETE"
    assert held(stacks)[1]["Principal"] == {"AWS": "arn:aws:iam::444444444444:root"}
    stacks.delete(stack)
    assert [each["Sid"] for each in held(stacks)] == ["before"]
    events.remove_permission(RemoveAllPermissions=True)
