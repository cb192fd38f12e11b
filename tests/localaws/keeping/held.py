"""Stacks that stay in the middle of what they do, and where they come to rest."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from unittest import mock

from mlops_templates.localaws import launch
from tests.localaws.keeping.reborn import Reborn
from tests.waiting import stack_at_rest, until

HOLDING = Path(__file__).with_name("holding")


def begin(state: Path) -> Reborn:
    """A server that holds what asks for it; the next one on its folder holds nothing."""
    with mock.patch.dict(os.environ, PYTHONPATH=str(HOLDING)):
        return Reborn(launch(state))


def parameter(name: str, value: str = "one", hold: str = "", **more: Any) -> dict[str, Any]:
    """A resource that stays in the middle of its `create`, `update` or `delete`."""
    properties = {"Name": f"/{name}", "Type": "String", "Value": value, "Description": f"held {hold}"}
    return {"Type": "AWS::SSM::Parameter", "Properties": properties, **more}


def broken(**more: Any) -> dict[str, Any]:
    """A resource that cannot be made: a parameter of this name is there."""
    return parameter("taken", **more)


def text(**resources: Any) -> str:
    return json.dumps({"Resources": resources})


def shown(aws: Reborn, stack: str) -> dict[str, Any]:
    return dict(aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0])


def rest(aws: Reborn, stack: str) -> dict[str, Any]:
    """The stack when nothing of it is in progress any more."""
    return stack_at_rest(aws.client("cloudformation"), stack)


def comes_to(aws: Reborn, stack: str, status: str, logical_id: str, resource_status: str) -> None:
    """Wait until a stack and its resource are where they are held."""

    def there() -> bool | None:
        if shown(aws, stack)["StackStatus"] != status:
            return None
        answer = aws.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
        return (logical_id, resource_status) in [(r["LogicalResourceId"], r["ResourceStatus"]) for r in answer] or None

    until(there, f"{stack} in {status}")


def values(aws: Reborn, prefix: str) -> dict[str, str]:
    """The parameters whose names begin so; one that goes while they are read is left out, not an error."""
    ssm = aws.client("ssm")
    pages = ssm.get_paginator("describe_parameters").paginate()
    names = [each["Name"] for page in pages for each in page["Parameters"] if each["Name"].startswith(f"/{prefix}")]
    found = ssm.get_parameters(Names=names)["Parameters"] if names else []
    return {each["Name"]: str(each["Value"]) for each in found}


def reasons(aws: Reborn, stack: str) -> str:
    """Everything that the history of a stack gives as a reason."""
    events = aws.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return " ".join(event.get("ResourceStatusReason", "") for event in events)
