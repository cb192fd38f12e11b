"""In whose account moto is to look: the caller's, or that of the key or queue of another account that it may use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.held import keys
from mlops_templates.localaws.document import Document

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

HEADER = "HTTP_X_MOTO_ACCOUNT_ID"
"""With it moto looks in an account, whatever the access key. What a client sends under this name is never passed on."""

_KEY = re.compile(r"arn:aws:kms:[a-z0-9-]+:(\d{12}):(?:key|alias)/.+")
_QUEUE = re.compile(r".+/(\d{12})/[^/]+/?")

_OTHERS_KEYS = frozenset({
    "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GetPublicKey",
    "ListGrants", "ReEncrypt", "RetireGrant", "RevokeGrant", "Sign", "Verify", "VerifyMac",
})  # fmt: skip
"""What KMS lets accounts do with each other's keys."""

_OTHERS_QUEUES = frozenset({
    "ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "DeleteMessage", "DeleteMessageBatch",
    "GetQueueAttributes", "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage",
    "SendMessageBatch",
})  # fmt: skip
"""What SQS lets accounts do with each other's queues."""


def owner(call: Call, service: str, action: str, request: Document) -> str:
    """The account of what a request is about; whether the caller may is judged elsewhere."""
    found = None
    if service == "kms" and action in _OTHERS_KEYS:
        key = request.get("KeyId") or keys.sealing(request.get("CiphertextBlob"), call.region)
        found = _KEY.fullmatch(key)
    elif service == "sqs" and action in _OTHERS_QUEUES:
        found = _QUEUE.fullmatch(str(request.get("QueueUrl") or ""))
    return found[1] if found else call.account
