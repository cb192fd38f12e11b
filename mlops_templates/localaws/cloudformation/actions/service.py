"""The service, and what its actions share in reading requests."""

from __future__ import annotations

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.state import ChangeSet, CloudFormationState, Stack
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.service import Service

SERVICE = Service("cloudformation", breach="ValidationError")

_NAME = "[a-zA-Z][-a-zA-Z0-9]*"


def check_name(name: str, member: str) -> None:
    """Refuse a name that AWS refuses for a new stack or change set."""
    if not re.fullmatch(_NAME, name):
        raise invalid(
            f"1 validation error detected: Value '{name}' at '{member}' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {_NAME}"
        )
    if len(name) > 128:
        raise invalid(
            f"1 validation error detected: Value '{name}' at '{member}' failed to satisfy constraint: "
            "Member must have length less than or equal to 128"
        )


def state_of(call: Call) -> CloudFormationState:
    """The stacks of the caller's account and region."""
    return call.state(CloudFormationState)


def stack_of(call: Call, name_or_id: str, message: str = "Stack with id {} does not exist") -> Stack:
    """A stack that exists, or a deleted one by its id."""
    stack = state_of(call).find(name_or_id)
    if stack is None:
        raise invalid(message.format(name_or_id))
    return stack


def change_set_of(call: Call, request: Document) -> tuple[Stack, ChangeSet]:
    """A change set by its ARN, or by its name and its stack."""
    name = request["ChangeSetName"]
    stacks = list(state_of(call).stacks.values())
    if request.get("StackName"):
        stacks = [stack_of(call, request["StackName"], "Stack [{}] does not exist")]
    elif not name.startswith("arn:"):
        raise invalid("StackName must be specified if ChangeSetName is not specified as an ARN.")
    for stack in stacks:
        for change_set in stack.change_sets.values():
            if name in (change_set.id, change_set.name):
                return stack, change_set
    raise AwsError("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", status=404)
