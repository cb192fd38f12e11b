"""Keys that stand behind buckets, objects, queues and topics: who writes or reads there uses the key, too."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.authorization.asking.s3 import S3Request

KMS_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"


def s3_key(request: S3Request, action: str) -> tuple[str, str]:
    """The action and the key that an action of S3 takes; no key for what is not encrypted with a customer's."""
    if action == "s3:PutObject":
        chosen = request.headers.get(KMS_HEADER)
        return "kms:GenerateDataKey", _customers(chosen or _default_key(request.bucket))
    if action in ("s3:GetObject", "s3:GetObjectVersion") and request.method == "GET":
        return "kms:Decrypt", _customers(_object_key(request.bucket, request.key))
    return "", ""


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


def _default_key(bucket: str) -> str | None:
    found = _bucket(bucket)
    rule = (found.encryption or {}).get("Rule", {}) if found is not None else {}
    chosen = (rule[0] if isinstance(rule, list) else rule).get("ApplyServerSideEncryptionByDefault", {})
    return chosen.get("KMSMasterKeyID") if str(chosen.get("SSEAlgorithm", "")).startswith("aws:kms") else None


def _object_key(bucket: str, key: str) -> str | None:
    found = _bucket(bucket)
    stored = found.keys.get(key) if found is not None else None
    return getattr(stored, "kms_key_id", None) if getattr(stored, "encryption", None) else None


def _bucket(name: str) -> Any | None:
    from moto.s3.models import s3_backends

    account = s3_backends.bucket_accounts.get(name, ("aws", ""))[1]
    return s3_backends[account]["aws"].buckets.get(name) if account else None


def _customers(key: str | None) -> str:
    """Keys that AWS manages for a service are free for whoever may use the service."""
    return "" if not key or "alias/aws/" in key else key
