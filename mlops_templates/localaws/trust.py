"""Whether a role exists and lets a service assume it."""

from __future__ import annotations

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.roles import refusal_of_trust
from mlops_templates.localaws.call import Call


def trusts(call: Call, role_arn: str, service: str, source_arn: str = "") -> bool:
    """Whether the trust policy of an existing role lets a service assume it for a resource of the account."""
    caller = Caller(service, call.account, service=service, source_arn=source_arn)
    return refusal_of_trust(caller, role_arn, call.region) is None
