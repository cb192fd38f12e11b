"""Keys of log groups: CloudWatch Logs uses them as itself, so the policy of the key must name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.asking import keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.decision import Policies, Question, decide
from mlops_templates.localaws.authorization.held import keys as held_keys
from mlops_templates.localaws.authorization.held import resource_policies
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

USES = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey")
"""What CloudWatch Logs does with a key, of what the guide asks the policy for."""


def check_log_key(call: Call, operation: str, request: Document) -> None:
    """Refuse a log group whose key CloudWatch Logs may not use.

    Raises:
        AwsError: InvalidParameterException, as for a key that does not exist.
    """
    key, group = request.get("kmsKeyId"), request.get("logGroupName", "")
    if operation not in ("CreateLogGroup", "AssociateKmsKey") or not key or not group:
        return
    place = Place(call.account, call.region)
    arn, log_group = held_keys.key_arn(key, call.account, call.region), place.arn("logs", f"log-group:{group}")
    service = Caller(f"logs.{call.region}.amazonaws.com", call.account, service=f"logs.{call.region}.amazonaws.com")
    context = {**keys.of_caller(service, place), "kms:encryptioncontext:aws:logs:arn": (log_group,)}
    held = resource_policies.of_arn(arn)
    policies = Policies(resource=held.statements or (), resource_account=held.account, resource_rules=True)
    if any(decide(Question(service, use, arn, context), policies) for use in USES):
        message = f"The specified KMS key does not exist or is not allowed to be used with LogGroup '{log_group}'"
        raise AwsError("InvalidParameterException", message)
