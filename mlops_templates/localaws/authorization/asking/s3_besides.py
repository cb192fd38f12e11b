"""What a request of S3 takes besides its own action: reading a copy's source, and the settings in its headers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from mlops_templates.localaws.authorization.asking.s3 import S3Request, action_of, resource_of

_ON_OBJECT = (
    ("x-amz-tagging", "s3:PutObjectTagging"),
    ("x-amz-acl", "s3:PutObjectAcl"),
    ("x-amz-grant-", "s3:PutObjectAcl"),
    ("x-amz-object-lock-mode", "s3:PutObjectRetention"),
    ("x-amz-object-lock-legal-hold", "s3:PutObjectLegalHold"),
)
_ON_BUCKET = (
    ("x-amz-acl", "s3:PutBucketAcl"),
    ("x-amz-grant-", "s3:PutBucketAcl"),
    ("x-amz-bucket-object-lock-enabled", "s3:PutBucketObjectLockConfiguration"),
    ("x-amz-bucket-object-lock-enabled", "s3:PutBucketVersioning"),
    ("x-amz-object-ownership", "s3:PutBucketOwnershipControls"),
)


def besides(request: S3Request) -> Iterator[tuple[str, str]]:
    """Further actions and their resources, each of which must be allowed."""
    action, resource = action_of(request), resource_of(request)
    if source := source_of(request):
        bucket, key, version = source
        yield f"s3:GetObject{'Version' if version else ''}", f"arn:aws:s3:::{bucket}/{key}"
    settings = {"s3:PutObject": _ON_OBJECT, "s3:CreateBucket": _ON_BUCKET}.get(action, ())
    for header, asked in settings:
        if any(name.startswith(header) for name in request.headers):
            yield asked, resource


def source_of(request: S3Request) -> tuple[str, str, str] | None:
    """The bucket, key and version that a copy reads."""
    given = request.headers.get("x-amz-copy-source", "")
    if not given or request.method != "PUT":
        return None
    path, _, query = given.partition("?")
    bucket, _, key = unquote(path).lstrip("/").partition("/")
    return bucket, key, query.removeprefix("versionId=")
