"""Whether a text is a policy that AWS would take: its version, its elements, and how they may stand together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

VERSIONS = ("2012-10-17", "2008-10-17")
PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})
_PAIRS = (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal"))
_ELEMENTS = frozenset({"Sid", "Effect", "Condition", *(name for pair in _PAIRS for name in pair)})
_TOP = frozenset({"Version", "Id", "Statement"})
_ACTION = re.compile(r"\*|[a-z0-9-]+:[\w*?]+", re.IGNORECASE)
_ARN = re.compile(r"arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|\*")
_ACCOUNT = re.compile(r"\d{12}|arn:aws[\w-]*:(iam|sts)::(\d{12}|aws):.+|\*|A[A-Z0-9]{15,}")
_OPERATOR = re.compile(
    r"((ForAnyValue|ForAllValues):)?"
    r"(String(Not)?(Equals(IgnoreCase)?|Like)|Numeric((Not)?Equals|(Less|Greater)Than(Equals)?)"
    r"|Date((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))"
    r"(IfExists)?|Null"
)


def check_policy(text: str, *, principal: bool, resource: bool = True) -> str:
    """What is wrong with a policy; empty when nothing is.

    Policies of resources and of trust name a principal and identity policies do not; a trust policy names no resource.
    """
    try:
        document = json.loads(text)
    except ValueError:
        return "Syntax errors in policy."
    if (
        not isinstance(document, dict)
        or "Statement" not in document
        or document.keys() - {"Version", "Id", "Statement"}
    ):
        return "Syntax errors in policy."
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        return "The policy must contain a valid version string"
    given = document["Statement"]
    statements = given if isinstance(given, list) else [given]
    if not all(isinstance(statement, dict) for statement in statements):
        return "Syntax errors in policy."
    sids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(set(map(str, sids))) != len(sids):
        return "Statement IDs (SID) in a single policy must be unique."
    checks = (_statement(statement, principal, resource) for statement in statements)
    return next((problem for problem in checks if problem), "" if statements else "Syntax errors in policy.")


def _statement(given: Mapping[str, Any], principal: bool, resource: bool) -> str:
    if given.keys() - _ELEMENTS or given.get("Effect") not in ("Allow", "Deny"):
        return "Syntax errors in policy."
    if any(one in given and other in given for one, other in _PAIRS):
        return "Syntax errors in policy."
    if not {"Action", "NotAction"} & given.keys():
        return "Policy statement must contain actions."
    names_resource, names_principal = (
        {"Resource", "NotResource"} & given.keys(),
        {"Principal", "NotPrincipal"} & given.keys(),
    )
    if resource and not names_resource:
        return "Policy statement must contain resources."
    if not resource and names_resource:
        return "Has prohibited field Resource."
    if names_principal and not principal:
        return "Policy document should not specify a principal."
    if principal and not names_principal:
        return "Missing required field Principal"
    return _values(given)


def _values(given: Mapping[str, Any]) -> str:
    for action in _listed(given.get("Action", given.get("NotAction"))):
        if not isinstance(action, str) or not _ACTION.fullmatch(action):
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    for name in _listed(given.get("Resource", given.get("NotResource", "*"))):
        if not isinstance(name, str) or not _ARN.fullmatch(name):
            return f'Resource {name} must be in ARN format or "*".'
    return _principals(given.get("Principal", given.get("NotPrincipal", "*"))) or _conditions(
        given.get("Condition", {})
    )


def _principals(given: Any) -> str:
    if given == "*":
        return ""
    if not isinstance(given, dict) or not given or given.keys() - PRINCIPALS:
        return "Invalid principal in policy"
    for kind, names in given.items():
        for name in _listed(names):
            if not isinstance(name, str) or (kind == "AWS" and not _ACCOUNT.fullmatch(name)):
                return f'Invalid principal in policy: "{kind}":"{name}"'
            if kind == "Service" and not re.fullmatch(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?", name):
                return f'Invalid principal in policy: "{kind}":"{name}"'
    return ""


def _conditions(given: Any) -> str:
    if not isinstance(given, dict) or not all(isinstance(lines, dict) for lines in given.values()):
        return "Syntax errors in policy."
    unknown = next((operator for operator in given if not _OPERATOR.fullmatch(operator)), None)
    return f"Invalid Condition type : {unknown}." if unknown else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
