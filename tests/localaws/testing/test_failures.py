"""What a test is told of a stack that failed."""

from __future__ import annotations

from mlops_templates.localaws.testing.failures import failed


def event(name: str, status: str, reason: str = "") -> dict[str, str]:
    kind = "AWS::CloudFormation::Stack" if name == "s" else "AWS::SNS::Topic"
    return {"LogicalResourceId": name, "ResourceType": kind, "ResourceStatus": status, "ResourceStatusReason": reason}


EARLIER = [event("Old", "CREATE_FAILED", "long ago"), event("s", "CREATE_IN_PROGRESS", "User Initiated")]
EVENTS = [
    event("s", "UPDATE_ROLLBACK_COMPLETE"),
    event("s", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update: [A, B]."),
    event("C", "UPDATE_FAILED", "Resource update cancelled"),
    event("B", "UPDATE_FAILED", "second"),
    event("A", "UPDATE_FAILED", "first"),
    event("s", "UPDATE_IN_PROGRESS", "User Initiated"),
    *EARLIER,
]


def test_it_is_told_the_causes_of_the_last_operation_in_their_order_and_nothing_that_only_follows() -> None:
    assert failed("stack 's'", "UPDATE_ROLLBACK_COMPLETE", EVENTS).splitlines() == [
        "stack 's' is in UPDATE_ROLLBACK_COMPLETE",
        "  A (AWS::SNS::Topic) UPDATE_FAILED: first",
        "  B (AWS::SNS::Topic) UPDATE_FAILED: second",
    ]
