"""A stack that a test deploys: created or updated, awaited, read."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.testing.failures import StackFailedError, failed, refused
from mlops_templates.localaws.testing.templates import Template, Value, source_of, text, text_of

if TYPE_CHECKING:
    from mlops_templates.localaws.testing.account import LocalAccount

CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
WELL = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
GONE = "DELETE_COMPLETE"
PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Stack:
    """A stack as it rests."""

    name: str
    id: str
    status: str
    outputs: dict[str, str]
    resources: dict[str, str]
    """Physical ids by logical id."""
    account: LocalAccount = field(repr=False, compare=False)

    def delete(self, role: str = "") -> None:
        """Delete it and wait until it is gone.

        Raises:
            StackFailedError: with the reason of each resource that would not go.
        """
        __tracebackhide__ = True
        cloudformation = self.account.client("cloudformation")
        try:
            cloudformation.delete_stack(StackName=self.id, **({"RoleARN": role} if role else {}))
        except ClientError as error:
            raise StackFailedError(refused(f"deletion of stack {self.name!r}", error)) from None
        rest(self.account, self.id, f"stack {self.name!r}", frozenset({GONE}))


def deploy(
    account: LocalAccount,
    template: Template,
    parameters: Mapping[str, Value],
    name: str,
    role: str,
    tags: Mapping[str, str],
    capabilities: Sequence[str],
) -> Stack:
    """Create the stack, or update the one of that name; nothing to update is fine."""
    __tracebackhide__ = True
    cloudformation = account.client("cloudformation")
    request = {
        "StackName": name,
        **source_of(account, text_of(template), name),
        "Parameters": [{"ParameterKey": key, "ParameterValue": text(value)} for key, value in parameters.items()],
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
        "Capabilities": list(capabilities),
        **({"RoleARN": role} if role else {}),
    }
    try:
        _create_or_update(cloudformation, request)
    except ClientError as error:
        raise StackFailedError(refused(f"stack {name!r}", error)) from None
    return rest(account, name, f"stack {name!r}", WELL)


def _create_or_update(cloudformation: Any, request: dict[str, Any]) -> None:
    with suppress(cloudformation.exceptions.AlreadyExistsException):
        cloudformation.create_stack(**request)
        return
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise


def rest(account: LocalAccount, stack: str, told: str, well: frozenset[str]) -> Stack:
    """The stack, once it is well.

    Raises:
        StackFailedError: it came to rest elsewhere.
    """
    __tracebackhide__ = True
    cloudformation = account.client("cloudformation")
    while (found := _described(cloudformation, stack))["StackStatus"].endswith("_IN_PROGRESS"):
        time.sleep(PAUSE_SECONDS)
        stack = found["StackId"]
    if found["StackStatus"] not in well:
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=found["StackId"])
        events = [event for page in pages for event in page["StackEvents"]]
        raise StackFailedError(failed(told, found["StackStatus"], events))
    return _stack(account, found)


def _stack(account: LocalAccount, found: dict[str, Any]) -> Stack:
    pages = account.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=found["StackId"])
    listed = [each for page in pages for each in page["StackResourceSummaries"]]
    return Stack(
        name=found["StackName"],
        id=found["StackId"],
        status=found["StackStatus"],
        outputs={each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])},
        resources={each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in listed},
        account=account,
    )


def _described(cloudformation: Any, stack: str) -> dict[str, Any]:
    return dict(cloudformation.describe_stacks(StackName=stack)["Stacks"][0])
