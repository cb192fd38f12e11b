"""Policies that a request writes: what is none, means nobody, or is too long is refused in the words of the service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.authorization.held import entities, quotas
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.scope import MOST_OF_QUEUE, foreign_actions, too_many_actions
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

IDENTITY = frozenset({"CreatePolicy", "CreatePolicyVersion", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"})
TRUST = {"CreateRole": "AssumeRolePolicyDocument", "UpdateAssumeRolePolicy": "PolicyDocument"}
_ENTITY = re.compile(r"arn:aws[\w-]*:iam::\d{12}:(role|user)/.+")


def check_texts(account: str, service: str, operation: str, request: Document) -> None:
    """Refuse a policy that AWS would not keep, and what an entity of IAM has no room for.

    Raises:
        AwsError: MalformedPolicyDocument, LimitExceeded and their like.
    """
    if service == "iam":
        _check_iam(account, operation, request)
    for text in _of_resources(service, operation, request):
        if problem := check_policy(text, principal=True) or nobody(text):
            raise _refusal(service, problem)
        _check_scope(service, text)


def nobody(text: str) -> str:
    """What is wrong with the principals of a policy: roles and users that do not exist; empty when nothing is."""
    for statement in parse(text):
        for kind, name in (*(statement.principals or ()), *(statement.not_principals or ())):
            if kind == "AWS" and _ENTITY.fullmatch(name) and not entities.exists(name):
                return f'Invalid principal in policy: "AWS":"{name}"'
    return ""


def _check_iam(account: str, operation: str, request: Document) -> None:
    problem = ""
    if operation in IDENTITY:
        problem = check_policy(str(request["PolicyDocument"]), principal=False)
    elif operation in TRUST:
        text = str(request[TRUST[operation]])
        problem = check_policy(text, principal=True, resource=False) or nobody(text)
    if problem:
        raise AwsError("MalformedPolicyDocument", problem)
    boundary = request.get("PermissionsBoundary")
    for arn in filter(None, (boundary, request.get("PolicyArn") if operation.startswith("Attach") else None)):
        if ":iam::aws:policy/" in arn:
            raise not_emulated(f"the AWS managed policy {arn}; its statements in a policy of your own are")
    if boundary and not entities.managed_policy(boundary):
        raise AwsError("NoSuchEntity", f"Scope ARN: {boundary} does not exist or is not attachable.", status=404)
    quotas.check(account, operation, request)


def _of_resources(service: str, operation: str, request: Document) -> Iterator[str]:
    if service == "kms" and operation in ("CreateKey", "PutKeyPolicy"):
        found: Any = request.get("Policy")
    elif service == "sns" and operation == "SetTopicAttributes" and request.get("AttributeName") == "Policy":
        found = request.get("AttributeValue")
    elif (service, operation) in {("sns", "CreateTopic"), ("sqs", "CreateQueue"), ("sqs", "SetQueueAttributes")}:
        found = (request.get("Attributes") or {}).get("Policy")
    else:
        found = None
    if found:
        yield str(found)


def _check_scope(service: str, text: str) -> None:
    if service == "sns" and foreign_actions(service, text):
        raise AwsError("InvalidParameter", "Invalid parameter: Policy statement action out of service scope!")
    if service == "sqs" and foreign_actions(service, text):
        raise _refusal(service, "")
    if service == "sqs" and (number := too_many_actions(text)):
        message = (
            f"{number} actions were found in a statement from the submitted policy, max allowed is {MOST_OF_QUEUE}"
        )
        raise AwsError("OverLimit", message)


def _refusal(service: str, problem: str) -> AwsError:
    if service == "kms":
        if problem.startswith("Invalid principal"):
            problem = "Policy contains a statement with one or more invalid principals."
        return AwsError("MalformedPolicyDocumentException", problem)
    if service == "sns":
        return AwsError("InvalidParameter", f"Invalid parameter: Policy Error: {problem}")
    return AwsError("InvalidAttributeValue", "Invalid value for the parameter Policy.")
