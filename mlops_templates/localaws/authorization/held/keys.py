"""KMS keys: their ARNs, policies and tags."""

from __future__ import annotations

from typing import Any

_ID_LENGTH = 36
"""moto begins a ciphertext with the id of its key."""


def key_arn(key: str, account: str, region: str) -> str:
    """The ARN of a key by id, ARN or alias."""
    found = _key(key, account, region)
    if found is not None:
        return str(found.arn)
    return key if key.startswith("arn:") else f"arn:aws:kms:{region}:{account}:key/{key}"


def sealing(blob: object, region: str) -> str:
    """The ARN of the key, of whichever account, that made a ciphertext; empty when none here did."""
    from moto.kms.models import kms_backends

    name = blob[:_ID_LENGTH].decode("ascii", "replace") if isinstance(blob, bytes) else ""
    for account in list(kms_backends):
        if (found := kms_backends[account][region].keys.get(name)) is not None:
            return str(found.arn)
    return ""


def policy_text(arn: str) -> str | None:
    """The key policy; None when there is no such key."""
    found = _key(arn, arn.split(":")[4], arn.split(":")[3])
    return str(found.policy) if found is not None else None


def tags_of(arn: str) -> dict[str, str]:
    tagger = _backend(*reversed(arn.split(":")[3:5])).tagger
    tags = tagger.list_tags_for_resource(arn.rpartition("/")[2])["Tags"]
    return {tag["TagKey"]: tag["TagValue"] for tag in tags}


def _key(key: str, account: str, region: str) -> Any | None:
    if key.startswith("arn:"):
        account, region, key = key.split(":")[4], key.split(":")[3], key.split(":", 5)[5].removeprefix("key/")
    held = _backend(account, region).keys
    if key.startswith("alias/"):
        return next((each for each in list(held.values()) if key in each.aliases), None)
    return held.get(key)


def _backend(account: str, region: str) -> Any:
    # Imported at the first use: its cryptography takes long to load.
    from moto.kms.models import kms_backends

    return kms_backends[account][region]
