"""A role of one account that asks for what another account owns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Statement


@dataclass(frozen=True)
class Neighbours:
    """A role of one account, and resources of another."""

    aws: Aws
    asking: str
    owning: str
    role: str

    def root(self, account: str, service: str) -> Any:
        return self.aws.world.clients.get(service, REGION, self.aws.world.sessions.of_root(account, REGION))

    def owner(self, service: str) -> Any:
        return self.root(self.owning, service)

    def may(self, *statements: Statement) -> None:
        """The role holds these rights and no others."""
        for name in self.root(self.asking, "iam").list_role_policies(RoleName="asking")["PolicyNames"]:
            self.root(self.asking, "iam").delete_role_policy(RoleName="asking", PolicyName=name)
        if statements:
            self.root(self.asking, "iam").put_role_policy(
                RoleName="asking", PolicyName="rights", PolicyDocument=policy(*statements)
            )

    def client(self, service: str) -> Any:
        """As a session of the role."""
        root = self.aws.world.sessions.of_root(self.asking, REGION)
        credentials = self.aws.world.clients.assume(self.role, "work", REGION, root)
        return self.aws.world.clients.get(service, REGION, credentials)


@pytest.fixture
def neighbours(aws: Aws) -> Neighbours:
    asking, owning = (f"5{uuid.uuid4().int % 10**11:011}" for _ in range(2))
    made = Neighbours(aws, asking, owning, f"arn:aws:iam::{asking}:role/asking")
    trust = policy({"Effect": "Allow", "Principal": {"AWS": asking}, "Action": "sts:AssumeRole"})
    made.root(asking, "iam").create_role(RoleName="asking", AssumeRolePolicyDocument=trust)
    return made
