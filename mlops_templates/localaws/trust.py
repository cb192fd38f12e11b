"""Whether a role exists and lets a service assume it."""

from __future__ import annotations

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call


def trusts(call: Call, role_arn: str, service: str) -> bool:
    """Whether the trust policy of an existing role of the caller's account names the service principal."""
    try:
        role = call.client("iam").get_role(RoleName=role_arn.rpartition("/")[2])["Role"]
    except ClientError:
        return False
    statements = _as_list(role["AssumeRolePolicyDocument"].get("Statement"))
    return role["Arn"] == role_arn and any(_allows(statement, service) for statement in statements)


def _allows(statement: object, service: str) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal")
    services = _as_list(principal.get("Service")) if isinstance(principal, dict) else [principal]
    return service in services or "*" in services


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
