"""An embedded AWS in this process, reached over real HTTP: one for the whole session."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.call import Call, client_environment
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.server import Server
from mlops_templates.localaws.world import World

REGION = "us-east-1"


def policy(*statements: dict[str, Any]) -> str:
    """A policy document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@dataclass(frozen=True)
class Aws:
    """What a test needs of the embedded AWS."""

    server: Server

    @property
    def url(self) -> str:
        return self.server.world.url

    @property
    def world(self) -> World:
        return self.server.world

    def client(self, service: str, region: str = REGION) -> Any:
        return self.world.clients.get(service, region, self.server.credentials)

    def call(self) -> Call:
        return Call(self.world, ACCOUNT, REGION, self.server.credentials)

    def role(self, name: str, *services: str, actions: tuple[str, ...] = ("*",)) -> str:
        """The ARN of a new role that the services may assume and that may do the actions everywhere."""
        names = [f"{service}.amazonaws.com" for service in services]
        trust = {"Effect": "Allow", "Principal": {"Service": names}, "Action": "sts:AssumeRole"}
        made = self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]
        rights = policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
        self.client("iam").put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
        return str(made["Arn"])

    def queue(self, name: str) -> str:
        """The address of a new queue that takes EventBridge's messages."""
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "*",
        }
        made = self.client("sqs").create_queue(QueueName=name, Attributes={"Policy": policy(statement)})
        return str(made["QueueUrl"])

    def environment(self) -> dict[str, str]:
        """For a child process: enough to find programs, and the way to the embedded AWS."""
        reach = client_environment(self.url, ACCOUNT, REGION, self.server.credentials)
        return {"PATH": os.environ["PATH"], "HOME": str(self.world.root), **reach}


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    server = Server(Path(tmp_path_factory.mktemp("localaws")))
    server.serve_in_background()
    yield Aws(server)
    server.close()
