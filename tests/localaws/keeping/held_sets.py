"""Stack sets with one instance, in the account that administers them."""

from __future__ import annotations

from typing import Any

from tests.localaws.keeping.reborn import REGION, Reborn, policy
from tests.waiting import until

ACCOUNT = "123456789012"


def allow(aws: Reborn) -> None:
    """The two roles of stack sets."""
    iam = aws.client("iam")
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    rights = policy({"Effect": "Allow", "Action": "*", "Resource": "*"})
    for role, principal in (
        ("AWSCloudFormationStackSetAdministrationRole", {"Service": "cloudformation.amazonaws.com"}),
        ("AWSCloudFormationStackSetExecutionRole", {"AWS": ACCOUNT}),
    ):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=policy({**trust, "Principal": principal}))
        iam.put_role_policy(RoleName=role, PolicyName="rights", PolicyDocument=rights)


def instances(aws: Reborn, name: str, verb: str, **more: Any) -> str:
    call = getattr(aws.client("cloudformation"), f"{verb}_stack_instances")
    return str(call(StackSetName=name, Accounts=[ACCOUNT], Regions=[REGION], **more)["OperationId"])


def operated(aws: Reborn, name: str, operation: str) -> str:
    """How an operation on a stack set ended."""

    def ended() -> str | None:
        asked = {"StackSetName": name, "OperationId": operation}
        found = aws.client("cloudformation").describe_stack_set_operation(**asked)["StackSetOperation"]["Status"]
        return None if found in ("RUNNING", "STOPPING", "QUEUED") else str(found)

    return until(ended, f"an operation on {name}")


def instance(aws: Reborn, name: str) -> dict[str, Any]:
    (found,) = aws.client("cloudformation").list_stack_instances(StackSetName=name)["Summaries"]
    return dict(found)


def stack_id(aws: Reborn, name: str) -> str | None:
    return instance(aws, name).get("StackId") or None
