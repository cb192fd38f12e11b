"""Assets in the asset bucket: each at a key that names its content, written once and never again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.bundle import Asset
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.problems import explained

PRECONDITION = {"PreconditionFailed", "ConditionalRequestConflict"}
MEDIA_TYPES = {".zip": "application/zip", ".yaml": "application/yaml"}


def stored_keys(s3: Any, bucket: str, account: str) -> dict[str, int]:
    """The keys in the bucket and their sizes."""
    with explained(f"list bucket {bucket}"):
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, ExpectedBucketOwner=account)
        return {found["Key"]: found["Size"] for page in pages for found in page.get("Contents", ())}


def missing_assets(assets: Iterable[Asset], stored: dict[str, int], bucket: str) -> tuple[Asset, ...]:
    """Those to upload; a key that holds something else is an error, because published content never changes."""
    missing = []
    for asset in assets:
        size = stored.get(asset.key)
        if size is None:
            missing.append(asset)
        elif size != len(asset.content):
            raise _foreign(bucket, asset)
    return tuple(missing)


def upload(s3: Any, bucket: str, account: str, asset: Asset) -> None:
    """Write the asset unless it is there. S3 itself compares the sha256 of what arrives."""
    suffix = asset.key[asset.key.rfind(".") :]
    with explained(f"upload {asset.key} to bucket {bucket}"):
        try:
            s3.put_object(
                Bucket=bucket,
                Key=asset.key,
                Body=asset.content,
                ContentType=MEDIA_TYPES.get(suffix, "application/octet-stream"),
                ChecksumSHA256=_checksum(asset),
                ExpectedBucketOwner=account,
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in PRECONDITION:
                raise
            _check(s3, bucket, account, asset)


def _check(s3: Any, bucket: str, account: str, asset: Asset) -> None:
    """Somebody was faster: that is fine when it is the same content."""
    content = s3.get_object(Bucket=bucket, Key=asset.key, ExpectedBucketOwner=account)["Body"].read()
    if hashlib.sha256(content).hexdigest() != asset.sha256:
        raise _foreign(bucket, asset)


def _checksum(asset: Asset) -> str:
    return base64.b64encode(bytes.fromhex(asset.sha256)).decode()


def _foreign(bucket: str, asset: Asset) -> MlopsTemplatesError:
    return MlopsTemplatesError(
        f"s3://{bucket}/{asset.key} does not hold what its name says (sha256 {asset.sha256[:16]}...): "
        "something else wrote to the asset bucket. Delete that object, then run this again."
    )
