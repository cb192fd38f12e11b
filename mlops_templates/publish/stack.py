"""A CloudFormation stack as it stands: one read, and when it is at work, reads until it rests."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.problems import explained

# A stack that was announced by a change set but never made.
ANNOUNCED = "REVIEW_IN_PROGRESS"
NEVER_MADE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"}
STUCK = {"UPDATE_ROLLBACK_FAILED", "DELETE_FAILED"}
LONGEST_WAIT = 1800.0


@dataclass(frozen=True)
class Stack:
    """One stack at rest."""

    name: str
    stack_id: str
    status: str
    reason: str
    outputs: Mapping[str, str]
    updated: str

    @property
    def content_digest(self) -> str:
        return self.outputs.get("ContentDigest", "")

    @property
    def account(self) -> str:
        return self.stack_id.split(":")[4]

    @property
    def never_made(self) -> bool:
        """Its first creation failed: it holds nothing and can only be deleted."""
        return self.status in NEVER_MADE


def read_stack(cloudformation: Any, name: str) -> Stack | None:
    """The stack, once no operation runs on it; None when there is none, or only the announcement of one."""
    for _ in pauses(LONGEST_WAIT):
        found = _describe(cloudformation, name)
        if found is None or found.status == ANNOUNCED or found.status == "DELETE_COMPLETE":
            return None
        if not found.status.endswith("_IN_PROGRESS"):
            return _usable(found)
    raise MlopsTemplatesError(
        f"Stack {name} has been busy for {LONGEST_WAIT / 60:.0f} minutes. Wait for it, then run this again."
    )


def read_own_stack(cloudformation: Any, name: str) -> Stack | None:
    """The stack, which must be one that publishing made: a foreign one of that name is refused."""
    stack = read_stack(cloudformation, name)
    if stack is not None and not stack.never_made and not stack.content_digest:
        raise MlopsTemplatesError(
            f"There is a stack {name} that mlops-templates did not make. Delete it, or publish in another region."
        )
    return stack


def pauses(longest: float) -> Iterator[None]:
    """Turns for polling: the first at once, then 0.2 s apart, growing to 5 s, until the time is up."""
    end, pause = time.monotonic() + longest, 0.2
    yield
    while time.monotonic() < end:
        time.sleep(pause)
        pause = min(pause * 1.3, 5.0)
        yield


def read_template(cloudformation: Any, name: str) -> dict[str, Any]:
    """The template of a stack that was made from JSON."""
    with explained(f"read the template of stack {name}"):
        body = cloudformation.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    # boto3 has parsed a body that is JSON.
    return dict(json.loads(json.dumps(body) if isinstance(body, dict) else body))


def _describe(cloudformation: Any, name: str) -> Stack | None:
    with explained(f"read stack {name}"):
        try:
            found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in error.response["Error"].get("Message", ""):
                return None
            raise
    return Stack(
        name=found["StackName"],
        stack_id=found["StackId"],
        status=found["StackStatus"],
        reason=found.get("StackStatusReason", ""),
        outputs={output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", ())},
        updated=str(found.get("LastUpdatedTime", found.get("CreationTime", ""))),
    )


def _usable(stack: Stack) -> Stack:
    if stack.status in STUCK:
        raise MlopsTemplatesError(
            f"Stack {stack.name} is stuck in {stack.status}: {stack.reason or 'no reason given'}. "
            "Mend it in the CloudFormation console (continue the rollback, or delete), then run this again."
        )
    return stack
