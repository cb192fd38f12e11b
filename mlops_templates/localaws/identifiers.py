"""Names that are ARNs or addresses: those that cannot be read are refused before anybody takes them apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from mlops_templates.localaws.authorization.asking.passing import passed_roles
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,600}")
_KEY = re.compile(r"arn:aws:kms:[a-z]{2}(-[a-z]+)+-\d:\d{12}:(key|alias)/.+")
_TOPIC = re.compile(r"arn:aws:sns:[a-z]{2}(-[a-z]+)+-\d:\d{12}:[\w.-]{1,256}(:[\w-]+)?")
_QUEUE = re.compile(r"https?://[^/]+/(.+/)?\d{12}/[\w.-]{1,85}/?")


def check(service: str, action: str, request: Document, breach: str) -> None:
    """Refuse identifiers that are none.

    Raises:
        AwsError: in the words of the service; with code `breach` for the ARN of a role.
    """
    for role, _ in passed_roles(f"{service}:{action}", request):
        if not _ROLE.fullmatch(role):
            raise AwsError(breach, f"Invalid role: {role[:200]!r} is not the ARN of a role")
    if finder := _CHECKS.get(service):
        finder(action, request)


def _iam(action: str, request: Document) -> None:
    if action == "CreateRole":
        try:
            parse(request["AssumeRolePolicyDocument"])
        except (ValueError, RecursionError) as error:
            raise AwsError("MalformedPolicyDocument", f"This policy contains invalid Json: {error}"[:300]) from error


def _kms(action: str, request: Document) -> None:
    alias = request.get("AliasName")
    if alias is not None and not str(alias).startswith("alias/"):
        message = (
            'Alias must start with the prefix "alias/". Please see '
            "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        )
        raise AwsError("ValidationException", message)
    for member in ("KeyId", "TargetKeyId"):
        key = str(request.get(member) or "")
        if key.startswith("arn:") and not _KEY.fullmatch(key):
            raise AwsError("InvalidArnException", f"Invalid arn {key[:200]}")


def _sns(action: str, request: Document) -> None:
    if action == "Publish" and not (request.get("TopicArn") or request.get("TargetArn")):
        if request.get("PhoneNumber"):
            raise not_emulated("sns:Publish PhoneNumber")
        raise AwsError(
            "InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter"
        )
    for member in ("TopicArn", "TargetArn", "SubscriptionArn"):
        if request.get(member) is not None and not _TOPIC.fullmatch(request[member]):
            raise AwsError("InvalidParameter", f"Invalid parameter: {member}")


def _sqs(action: str, request: Document) -> None:
    address = request.get("QueueUrl")
    if address is not None and not _QUEUE.fullmatch(address):
        raise AwsError("InvalidAddress", f"The address {address[:200]} is not valid for this endpoint.", status=404)


_CHECKS: dict[str, Callable[[str, Document], None]] = {"iam": _iam, "kms": _kms, "sns": _sns, "sqs": _sqs}
