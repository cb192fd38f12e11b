"""Events go to the bus of another account when its policy and the role of the target allow it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import REGION, Aws, policy
from tests.waiting import message


@dataclass(frozen=True)
class Accounts:
    """One that sends and one that receives."""

    aws: Aws
    sender: str
    receiver: str

    def client(self, account: str, service: str) -> Any:
        root = self.aws.world.sessions.of_root(account, REGION)
        return self.aws.world.clients.get(service, REGION, root)

    def queue(self, account: str, name: str) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "*",
        }
        made = self.client(account, "sqs").create_queue(QueueName=name, Attributes={"Policy": policy(statement)})
        return str(made["QueueUrl"])

    def rule(self, account: str, target: dict[str, Any]) -> None:
        events = self.client(account, "events")
        events.put_rule(Name="rule", EventPattern=json.dumps({"source": ["orders"]}))
        events.put_targets(Rule="rule", Targets=[{"Id": "one", "RetryPolicy": {"MaximumRetryAttempts": 0}, **target}])

    def put(self, bus: str = "default", by: str = "") -> dict[str, Any]:
        entry = {"Source": "orders", "DetailType": "Test", "Detail": "{}", "EventBusName": bus}
        answer: dict[str, Any] = self.client(by or self.sender, "events").put_events(Entries=[entry])
        return answer

    @property
    def bus(self) -> str:
        return f"arn:aws:events:{REGION}:{self.receiver}:event-bus/default"

    def role(self, *actions: str) -> str:
        trust = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}
        iam = self.client(self.sender, "iam")
        role = iam.create_role(RoleName="forward", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
        rights = policy({"Effect": "Allow", "Action": list(actions), "Resource": self.bus})
        iam.put_role_policy(RoleName="forward", PolicyName="rights", PolicyDocument=rights)
        return str(role)

    def received(self, account: str, name: str) -> dict[str, Any]:
        """The next event of a queue of an account, once it has come."""
        return dict(json.loads(message(self.client(account, "sqs"), f"{self.aws.url}/{account}/{name}")["Body"]))

    def nothing_in(self, account: str, name: str, wait: int = 0) -> bool:
        asked = {"QueueUrl": f"{self.aws.url}/{account}/{name}", "WaitTimeSeconds": wait}
        return "Messages" not in self.client(account, "sqs").receive_message(**asked)


@pytest.fixture
def accounts(aws: Aws) -> Accounts:
    made = Accounts(aws, *(f"4{uuid.uuid4().int % 10**11:011}" for _ in range(2)))
    made.queue(made.receiver, "heard")
    made.queue(made.sender, "dead")
    made.rule(made.receiver, {"Arn": f"arn:aws:sqs:{REGION}:{made.receiver}:heard"})
    return made


def send(accounts: Accounts, **target: Any) -> None:
    dead = {"Arn": f"arn:aws:sqs:{REGION}:{accounts.sender}:dead"}
    accounts.rule(accounts.sender, {"Arn": accounts.bus, "DeadLetterConfig": dead, **target})
    accounts.put()


def trusting(accounts: Accounts) -> None:
    accounts.client(accounts.receiver, "events").put_permission(
        Action="events:PutEvents", Principal=accounts.sender, StatementId="sender"
    )


def test_an_event_reaches_the_rules_of_the_other_account_as_it_is(accounts: Accounts) -> None:
    trusting(accounts)
    send(accounts, RoleArn=accounts.role("events:PutEvents"))
    event = accounts.received(accounts.receiver, "heard")
    assert (event["source"], event["account"], event["region"]) == ("orders", accounts.sender, REGION)


def test_a_bus_that_does_not_trust_the_account_takes_nothing(accounts: Accounts) -> None:
    send(accounts, RoleArn=accounts.role("events:PutEvents"))
    assert accounts.received(accounts.sender, "dead")["source"] == "orders"
    assert accounts.nothing_in(accounts.receiver, "heard")


def test_a_role_that_may_not_put_events_forwards_nothing(accounts: Accounts) -> None:
    trusting(accounts)
    send(accounts, RoleArn=accounts.role("events:PutRule"))
    assert accounts.received(accounts.sender, "dead")["source"] == "orders"
    assert accounts.nothing_in(accounts.receiver, "heard")


def test_without_a_role_the_policy_of_the_bus_decides(accounts: Accounts) -> None:
    trusting(accounts)
    send(accounts)
    assert accounts.received(accounts.receiver, "heard")["source"] == "orders"


def test_without_a_role_a_bus_that_does_not_trust_the_account_takes_nothing(accounts: Accounts) -> None:
    send(accounts)
    assert accounts.received(accounts.sender, "dead")["source"] == "orders"
    assert accounts.nothing_in(accounts.receiver, "heard")


def test_an_event_goes_one_account_far(accounts: Accounts) -> None:
    third = f"4{uuid.uuid4().int % 10**11:011}"
    accounts.queue(third, "heard")
    accounts.rule(third, {"Arn": f"arn:aws:sqs:{REGION}:{third}:heard"})
    accounts.client(third, "events").put_permission(Action="events:PutEvents", Principal="*", StatementId="all")
    trusting(accounts)
    onward = {"Id": "two", "Arn": f"arn:aws:events:{REGION}:{third}:event-bus/default"}
    accounts.client(accounts.receiver, "events").put_targets(Rule="rule", Targets=[onward])
    send(accounts)
    assert accounts.received(accounts.receiver, "heard")["source"] == "orders"
    assert accounts.nothing_in(third, "heard", wait=1)
    accounts.put(by=accounts.receiver)
    assert accounts.received(third, "heard")["source"] == "orders"


def test_events_are_put_on_the_bus_of_another_account_as_its_policy_says(accounts: Accounts) -> None:
    with pytest.raises(ClientError, match="no resource-based policy allows the events:PutEvents action"):
        accounts.put(accounts.bus)
    trusting(accounts)
    assert accounts.put(accounts.bus)["FailedEntryCount"] == 0
    event = accounts.received(accounts.receiver, "heard")
    assert event["account"] == accounts.sender


def test_the_policy_of_a_bus_is_shown_and_taken_away(accounts: Accounts) -> None:
    trusting(accounts)
    events = accounts.client(accounts.receiver, "events")
    (statement,) = json.loads(events.describe_event_bus()["Policy"])["Statement"]
    assert statement == {
        "Sid": "sender",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{accounts.sender}:root"},
        "Action": "events:PutEvents",
        "Resource": accounts.bus,
    }
    events.remove_permission(StatementId="sender")
    assert "Policy" not in events.describe_event_bus()
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        events.remove_permission(StatementId="sender")


@pytest.mark.parametrize(
    "request_",
    [
        {"Policy": "{"},
        {"Policy": policy({"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"})},
        {"Action": "events:PutEvents", "Principal": "123456789012"},
        {"Action": "events:PutRule", "Principal": "123456789012", "StatementId": "s"},
    ],
)
def test_a_policy_that_means_nobody_is_refused(accounts: Accounts, request_: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        accounts.client(accounts.receiver, "events").put_permission(**request_)
