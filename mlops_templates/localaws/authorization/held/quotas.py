"""How much an entity of IAM may hold, and what it must not hold when it goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

TRUST, MANAGED, ATTACHED = 2048, 6144, 10
INLINE = {"role": 10_240, "user": 2048, "group": 5120}
"""Characters without white space, and policies; what AWS gives without asking."""


def check(account: str, operation: str, request: Document) -> None:
    """Refuse what there is no room for.

    Raises:
        AwsError: LimitExceeded or DeleteConflict.
    """
    if found := _CHECKS.get(operation):
        found(account, request)


def _trust(member: str) -> Callable[[str, Document], None]:
    def check_trust(account: str, request: Document) -> None:
        if _size(request[member]) > TRUST:
            raise _exceeded(f"Cannot exceed quota for ACLSizePerRole: {TRUST}")

    return check_trust


def _managed(account: str, request: Document) -> None:
    if _size(request["PolicyDocument"]) > MANAGED:
        raise _exceeded(f"Cannot exceed quota for PolicySize: {MANAGED}")


def _inline(kind: str) -> Callable[[str, Document], None]:
    def check_inline(account: str, request: Document) -> None:
        name = request[f"{kind.capitalize()}Name"]
        others = entities.inline_policies(account, kind, name)
        others.pop(request["PolicyName"], None)
        if sum(map(_size, others.values())) + _size(request["PolicyDocument"]) > INLINE[kind]:
            raise _exceeded(f"Maximum policy size of {INLINE[kind]} bytes exceeded for {kind} {name}")

    return check_inline


def _attached(account: str, request: Document) -> None:
    found = entities.role(entities.role_arn(account, request["RoleName"]))
    if found is not None and len({*found.managed_policies, request["PolicyArn"]}) > ATTACHED:
        raise _exceeded(f"Cannot exceed quota for PoliciesPerRole: {ATTACHED}")


def _policy_goes(account: str, request: Document) -> None:
    found: Any = entities.managed_policy(request["PolicyArn"])
    if found is None:
        return
    if entities.is_held(account, request["PolicyArn"]):
        raise AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", status=409)
    if len(found.versions) > 1:
        message = (
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
            "The default version is deleted with the policy."
        )
        raise AwsError("DeleteConflict", message, status=409)


def _exceeded(message: str) -> AwsError:
    return AwsError("LimitExceeded", message, status=409)


def _size(text: str) -> int:
    """IAM does not count white space."""
    return len(re.sub(r"\s", "", text))


_CHECKS: dict[str, Callable[[str, Document], None]] = {
    "AttachRolePolicy": _attached,
    "CreatePolicy": _managed,
    "CreatePolicyVersion": _managed,
    "CreateRole": _trust("AssumeRolePolicyDocument"),
    "DeletePolicy": _policy_goes,
    "PutGroupPolicy": _inline("group"),
    "PutRolePolicy": _inline("role"),
    "PutUserPolicy": _inline("user"),
    "UpdateAssumeRolePolicy": _trust("PolicyDocument"),
}
