"""Buckets and objects as S3 keeps them: settings and tags."""

from __future__ import annotations

from typing import Any


def bucket_of(name: str) -> Any | None:
    owner = owner_of(name)
    return _backend(owner).buckets.get(name) if owner else None


def owner_of(name: str) -> str:
    """The account of a bucket; empty when there is no such bucket."""
    from moto.s3.models import s3_backends

    return str(s3_backends.bucket_accounts.get(name, ("aws", ""))[1])


def object_of(bucket: str, key: str) -> Any | None:
    """The newest version of an object."""
    found = bucket_of(bucket)
    newest = found.keys.get(key) if found is not None else None
    return newest if hasattr(newest, "arn") else None  # a delete marker has none


def object_tags(bucket: str, key: str) -> dict[str, str]:
    found = object_of(bucket, key) if key else None
    return dict(_backend(owner_of(bucket)).tagger.get_tag_dict_for_resource(found.arn)) if found is not None else {}


def _backend(account: str) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[account]["aws"]
