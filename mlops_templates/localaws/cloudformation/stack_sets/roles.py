"""The way into a target account: CloudFormation assumes the one role, which assumes the other."""

from __future__ import annotations

from dataclasses import replace

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.stack_sets.state import Place, StackSet
from mlops_templates.localaws.errors import AwsError

_SERVICE = "cloudformation.amazonaws.com"


def call_in(call: Call, stack_set: StackSet, place: Place) -> Call:
    """A call as the execution role of an account, in a region.

    Raises:
        AwsError: a role is missing or does not trust, in the words that AWS gives as the reason of an instance; or the
            administration role may not assume the other, in those of IAM.
    """
    account, region = place
    known = stack_set.specification
    administration = known.administration_role.partition(":role/")[2]
    try:
        administrator = call.as_role(known.administration_role, "AWSCloudFormation", _SERVICE, stack_set.arn)
    except AwsError as error:
        raise _untrusted(call.account, administration, "CloudFormation service") from error
    try:
        there = administrator.as_role(f"arn:aws:iam::{account}:role/{known.execution_role}", "AWSCloudFormation")
    except ClientError as error:
        message = error.response["Error"].get("Message", "")
        if "identity-based policy" in message:
            raise AwsError("AccessDenied", message) from error
        raise _untrusted(account, known.execution_role, f"Role '{administration}'") from error
    return replace(there, region=region)


def _untrusted(account: str, role: str, whom: str) -> AwsError:
    return AwsError("AccessDenied", f"Account {account} should have '{role}' role with trust relationship to {whom}.")
