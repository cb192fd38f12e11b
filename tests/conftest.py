"""An embedded AWS in this process, reached over real HTTP: one for the whole session."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.reach import Keys
from mlops_templates.localaws.server import Server
from mlops_templates.localaws.testing import LocalAccount
from mlops_templates.localaws.world import World

REGION = "us-east-1"

# How fast a machine makes examples says nothing of what is tested, and what fails once shall fail for everybody.
settings.register_profile(
    "unhurried", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


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

    @cached_property
    def account(self) -> LocalAccount:
        """What an author of templates has of it."""
        held = self.server.credentials
        keys = Keys(held.access_key, held.secret_key, held.token)
        return LocalAccount(ACCOUNT, REGION, self.url, held.caller.entity, keys)

    def client(self, service: str, region: str = REGION) -> Any:
        return self.account.client(service, region)

    def call(self) -> Call:
        return Call(self.world, ACCOUNT, REGION, self.server.credentials)

    def role(self, name: str, *services: str, actions: tuple[str, ...] = ("*",)) -> str:
        """The ARN of a new role that the services may assume and that may do the actions everywhere."""
        return self.account.role(name, trusts=[f"{service}.amazonaws.com" for service in services], allows=actions)

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
        return {"PATH": os.environ["PATH"], "HOME": str(self.world.root), **self.account.environment}


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    server = Server(Path(tmp_path_factory.mktemp("localaws")))
    server.serve_in_background()
    yield Aws(server)
    server.close()
