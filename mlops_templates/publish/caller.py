"""Who publishes: the account, and the role that at first may see the portfolio when no principal is named."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.publish.problems import explained

ROLE_SESSION = ":assumed-role/"


def caller_account(sts: Any) -> str:
    with explained("find out who is calling"):
        return str(sts.get_caller_identity()["Account"])


def caller_role(sts: Any, iam: Any) -> tuple[str, ...]:
    """The caller's role as the only principal, or nobody when the caller is a user or its role cannot be read."""
    with explained("find out who is calling"):
        arn = str(sts.get_caller_identity()["Arn"])
        if ROLE_SESSION not in arn:
            return ()
        try:
            # The ARN of a session leaves out the path of its role, which Service Catalog needs.
            return (iam.get_role(RoleName=arn.split("/")[1])["Role"]["Arn"],)
        except ClientError:
            return ()
