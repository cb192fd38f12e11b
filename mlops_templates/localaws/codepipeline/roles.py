"""The role of a pipeline: CodePipeline must be able to assume it."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.trust import trusts


def check(call: Call, role_arn: str) -> None:
    """Refuse a role that does not exist, is of another account or does not trust CodePipeline.

    Raises:
        AwsError: InvalidStructureException.
    """
    if role_arn.split(":")[4] != call.account:
        raise AwsError("InvalidStructureException", f"Role {role_arn} is not in account {call.account}")
    if not trusts(call, role_arn, "codepipeline.amazonaws.com"):
        message = f"CodePipeline is not authorized to perform AssumeRole on role {role_arn}"
        raise AwsError("InvalidStructureException", message)
