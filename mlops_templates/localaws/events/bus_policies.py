"""The policy of the default bus: which accounts may put events on it."""

from __future__ import annotations

import json
from typing import Any

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.authorization.held.resource_policies import BusPolicies
from mlops_templates.localaws.authorization.policy_texts import nobody
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

LONGEST = 10 * 1024
ACTION = "events:PutEvents"


def text(call: Call) -> str | None:
    """The policy of the default bus; None when it has none."""
    statements = _held(call).get(_arn(call))
    return json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else None


def put(call: Call, request: Document) -> None:
    """Take a whole policy, or one statement for an account.

    Raises:
        AwsError: ValidationException or PolicyLengthExceededException.
    """
    if request.get("Policy"):
        statements = _read(str(request["Policy"]))
    else:
        statements = [*_without(call, request.get("StatementId")), _statement(call, request)]
    if len(json.dumps(statements)) > LONGEST:
        raise AwsError("PolicyLengthExceededException", "The policy is longer than 10240 bytes.")
    _held(call)[_arn(call)] = statements


def remove(call: Call, request: Document) -> None:
    """Take one statement away, or all.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    held = _held(call)
    if request.get("RemoveAllPermissions"):
        held.pop(_arn(call), None)
        return
    if not held.get(_arn(call)):
        raise AwsError("ResourceNotFoundException", "EventBus does not have a policy.")
    left = _without(call, request.get("StatementId"))
    if len(left) == len(held[_arn(call)]):
        raise AwsError("ResourceNotFoundException", "Statement with the provided id does not exist.")
    held[_arn(call)] = left


def _read(given: str) -> list[Document]:
    problem = check_policy(given, principal=True) or nobody(given)
    if problem:
        raise AwsError("ValidationException", f"The policy is not valid: {problem}")
    statements: Any = json.loads(given)["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _statement(call: Call, request: Document) -> Document:
    for member in ("Action", "Principal", "StatementId"):
        if not request.get(member):
            raise AwsError("ValidationException", f"Parameter {member} must be specified when there is no Policy.")
    if request["Action"] != ACTION:
        raise AwsError("ValidationException", "Provided value in parameter 'action' is not supported.")
    principal = str(request["Principal"])
    who: Any = "*" if principal == "*" else {"AWS": f"arn:aws:iam::{principal}:root"}
    return {
        "Sid": request["StatementId"],
        "Effect": "Allow",
        "Principal": who,
        "Action": ACTION,
        "Resource": _arn(call),
    }


def _without(call: Call, sid: str | None) -> list[Document]:
    return [each for each in _held(call).get(_arn(call), []) if each.get("Sid") != sid]


def _held(call: Call) -> dict[str, list[Document]]:
    return call.world.state(BusPolicies, "", "global").statements


def _arn(call: Call) -> str:
    return call.arn("events", "event-bus/default")
