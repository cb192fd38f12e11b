"""Keys that stand behind buckets, objects, queues and topics: who writes or reads there uses the key, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates.localaws.authorization.asking.s3 import S3Request
from mlops_templates.localaws.authorization.asking.s3_besides import source_of
from mlops_templates.localaws.authorization.held.buckets import bucket_of, object_of, owner_of

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

KMS_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


def s3_keys(request: S3Request, action: str) -> tuple[tuple[str, str], ...]:
    """The uses of keys that a request takes; none of what is not encrypted with a customer's."""
    uses: list[tuple[str, str | None]] = []
    if action == "s3:PutObject":
        chosen = request.headers.get(KMS_HEADER) or _default_key(request.bucket)
        uses.append(("kms:GenerateDataKey", chosen))
        if "uploadId" in request.query:
            # The parts of an upload are read again when they are put together.
            uses.append(("kms:Decrypt", chosen))
        if source := source_of(request):
            uses.append(("kms:Decrypt", _object_key(*source[:2])))
    elif action in ("s3:GetObject", "s3:GetObjectVersion") and request.method == "GET":
        uses.append(("kms:Decrypt", _object_key(request.bucket, request.key)))
    return tuple((use, key) for use, key in ((use, _customers(key)) for use, key in uses) if key)


def others_default_key(call: Call, request: S3Request, action: str) -> str:
    """The key that AWS manages for S3 in the account of an object that is read from another account.

    Nobody can share it: what is encrypted with it stays in its account.
    """
    owner = owner_of(request.bucket)
    if action not in ("s3:GetObject", "s3:GetObjectVersion") or request.method != "GET" or owner == call.account:
        return ""
    stored = object_of(request.bucket, request.key)
    if getattr(stored, "encryption", None) != "aws:kms" or _customers(getattr(stored, "kms_key_id", None)):
        return ""
    return f"arn:aws:kms:{call.region}:{owner}:alias/aws/s3"


def message_key(service: str, arn: str) -> str:
    """The key of a queue or a topic."""
    _, _, _, region, account, name = arn.split(":", 5)
    if service == "sqs":
        from moto.sqs.models import sqs_backends

        found = sqs_backends[account][region].queues.get(name)
    else:
        from moto.sns.models import sns_backends

        found = sns_backends[account][region].topics.get(arn)
    return _customers(getattr(found, "kms_master_key_id", None))


def endpoint_key(call: Call, configuration: str) -> str:
    """The key of the disks of an endpoint with this configuration."""
    from mlops_templates.localaws.sagemaker.hosting.records import HostingState

    found = call.state(HostingState).configs.get(configuration)
    return _customers(found.request.get("KmsKeyId") if found else None)


def _default_key(bucket: str) -> str | None:
    found = bucket_of(bucket)
    rule = (found.encryption or {}).get("Rule", {}) if found is not None else {}
    chosen = (rule[0] if isinstance(rule, list) else rule).get("ApplyServerSideEncryptionByDefault", {})
    return chosen.get("KMSMasterKeyID") if str(chosen.get("SSEAlgorithm", "")).startswith("aws:kms") else None


def _object_key(bucket: str, key: str) -> str | None:
    stored = object_of(bucket, key)
    return getattr(stored, "kms_key_id", None) if getattr(stored, "encryption", None) else None


def _customers(key: str | None) -> str:
    """Keys that AWS manages for a service are free for whoever may use the service."""
    return "" if not key or "alias/aws/" in key else key
