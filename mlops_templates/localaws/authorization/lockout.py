"""KMS keeps no key policy that shuts out who writes it."""

from __future__ import annotations

import json

from mlops_templates.localaws.authorization.asking import keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.decision import Policies, Question, decide
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_EVERYTHING = json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})


def check_lockout(caller: Caller, place: Place, operation: str, request: Document) -> None:
    """Refuse a key policy after which the caller could not change it, even with all rights in IAM.

    Raises:
        AwsError: MalformedPolicyDocumentException.
    """
    if operation not in ("CreateKey", "PutKeyPolicy") or not request.get("Policy"):
        return
    if request.get("BypassPolicyLockoutSafetyCheck") or caller.service:
        return
    question = Question(caller, "kms:PutKeyPolicy", place.arn("kms", "key/*"), keys.of_caller(caller, place))
    held = parse(str(request["Policy"]))
    if decide(
        question, Policies(parse(_EVERYTHING), resource=held, resource_account=place.account, resource_rules=True)
    ):
        message = "The new key policy will not allow you to update the key policy in the future."
        raise AwsError("MalformedPolicyDocumentException", message)
