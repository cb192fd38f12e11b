"""How long a session may last, and what its policy may be."""

from __future__ import annotations

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

HOUR = 3600
LONGEST_POLICY = 2048
_EXCEEDS = "The requested DurationSeconds exceeds"


def check_session(caller: Caller, request: Document) -> None:
    """Refuse a session that AWS would not give.

    Raises:
        AwsError: ValidationError or MalformedPolicyDocument.
    """
    seconds = int(request.get("DurationSeconds") or HOUR)
    role = entities.role(str(request.get("RoleArn", "")))
    if seconds > HOUR and ":role/" in caller.entity:
        raise _invalid(f"{_EXCEEDS} the 1 hour session limit for roles assumed by role chaining")
    if role is not None and seconds > int(role.max_session_duration or HOUR):
        raise _invalid(f"{_EXCEEDS} the MaxSessionDuration set for this role.")
    text = request.get("Policy")
    if text is None:
        return
    if len(text) > LONGEST_POLICY:
        raise _invalid(
            f"1 validation error detected: Value at 'policy' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LONGEST_POLICY}"
        )
    if problem := check_policy(text, principal=False):
        raise AwsError("MalformedPolicyDocument", problem)


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message)
