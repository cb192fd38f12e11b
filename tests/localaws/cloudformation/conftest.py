"""Stacks made and watched over real HTTP."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.localaws.conftest import Aws


@dataclass
class Stacks:
    """A person at the CloudFormation API."""

    aws: Aws
    names: list[str] = field(default_factory=list)

    @property
    def api(self) -> Any:
        return self.aws.client("cloudformation")

    def name(self) -> str:
        self.names.append(f"stack-{uuid.uuid4().hex[:10]}")
        return self.names[-1]

    def create(self, resources: Any, *, wait: bool = True, **more: Any) -> str:
        """Create a stack from a Resources section or a whole template; its name."""
        name = self.name()
        self.api.create_stack(StackName=name, TemplateBody=text(resources), **more)
        if wait:
            self.settled(name)
        return name

    def update(self, name: str, resources: Any, **more: Any) -> str:
        """Update a stack and answer its last status."""
        self.api.update_stack(StackName=name, TemplateBody=text(resources), **more)
        return str(self.settled(name)["StackStatus"])

    def delete(self, name: str, **more: Any) -> str:
        """Delete a stack and answer its last status."""
        stack_id = self.describe(name)["StackId"]
        self.api.delete_stack(StackName=name, **more)
        return str(self.settled(stack_id)["StackStatus"])

    def describe(self, name: str) -> dict[str, Any]:
        stack: dict[str, Any] = self.api.describe_stacks(StackName=name)["Stacks"][0]
        return stack

    def status(self, name: str) -> str:
        return str(self.describe(name)["StackStatus"])

    def outputs(self, name: str) -> dict[str, str]:
        return {item["OutputKey"]: item["OutputValue"] for item in self.describe(name).get("Outputs", [])}

    def physical(self, name: str) -> dict[str, str]:
        found = self.api.describe_stack_resources(StackName=name)["StackResources"]
        return {item["LogicalResourceId"]: item.get("PhysicalResourceId", "") for item in found}

    def events(self, name: str) -> list[tuple[str, str]]:
        """Logical id and status of every event, oldest first."""
        pages = self.api.get_paginator("describe_stack_events").paginate(StackName=name)
        found = [event for page in pages for event in page["StackEvents"]]
        return [(event["LogicalResourceId"], event["ResourceStatus"]) for event in reversed(found)]

    def reasons(self, name: str) -> str:
        found = self.api.describe_stack_events(StackName=name)["StackEvents"]
        return "\n".join(event.get("ResourceStatusReason", "") for event in found)

    def until(self, name: str, event: tuple[str, str]) -> None:
        """Wait for an event of a stack."""
        wait_until(lambda: self.events(name), lambda events: event in events)

    def text(self, resources: Any) -> str:
        return text(resources)

    def settled(self, name: str) -> dict[str, Any]:
        """The stack once nothing is in progress."""
        return wait_until(lambda: self.describe(name), lambda stack: not stack["StackStatus"].endswith("_IN_PROGRESS"))

    def template_url(self, template: dict[str, Any]) -> str:
        """The address of a template in a bucket of its own."""
        bucket, s3 = f"templates-{uuid.uuid4().hex}", self.aws.client("s3")
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="folder/inner.json", Body=json.dumps(template).encode())
        return f"https://{bucket}.s3.us-east-1.amazonaws.com/folder/inner.json"

    def change_set(self, name: str, resources: Any, **more: Any) -> dict[str, Any]:
        """Create a change set and describe it once it is worked out."""
        answer = self.api.create_change_set(
            StackName=name, ChangeSetName=f"plan-{uuid.uuid4().hex[:8]}", TemplateBody=text(resources), **more
        )
        return wait_until(
            lambda: self.api.describe_change_set(ChangeSetName=answer["Id"]),
            lambda found: found["Status"] in ("CREATE_COMPLETE", "FAILED"),
        )


def text(resources: Any) -> str:
    """The text of a template, given as text, as a whole document, or as its resources."""
    if isinstance(resources, str):
        return resources
    return json.dumps(resources if "Resources" in resources else {"Resources": resources})


def wait_until(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + 180
    while not good(found := look()):
        assert time.monotonic() < deadline, f"still {found}"
        time.sleep(0.02)
    return found


@pytest.fixture
def stacks(aws: Aws) -> Iterator[Stacks]:
    yield Stacks(aws)
