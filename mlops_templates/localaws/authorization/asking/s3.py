"""The actions of S3, read from the method, the path and the query, for S3 has no action in its requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

# What a query key makes of GET, PUT, POST and DELETE on a bucket. DELETE of a setting is its PUT, for IAM.
BUCKET = {
    "accelerate": "AccelerateConfiguration",
    "acl": "BucketAcl",
    "analytics": "AnalyticsConfiguration",
    "cors": "BucketCORS",
    "encryption": "EncryptionConfiguration",
    "intelligent-tiering": "IntelligentTieringConfiguration",
    "inventory": "InventoryConfiguration",
    "lifecycle": "LifecycleConfiguration",
    "logging": "BucketLogging",
    "metrics": "MetricsConfiguration",
    "notification": "BucketNotification",
    "object-lock": "BucketObjectLockConfiguration",
    "ownershipControls": "BucketOwnershipControls",
    "policy": "BucketPolicy",
    "policyStatus": "BucketPolicyStatus",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "replication": "ReplicationConfiguration",
    "requestPayment": "BucketRequestPayment",
    "tagging": "BucketTagging",
    "versioning": "BucketVersioning",
    "website": "BucketWebsite",
}
OWN_DELETE = frozenset({"policy", "website"})

OBJECT = {
    "acl": "ObjectAcl",
    "legal-hold": "ObjectLegalHold",
    "retention": "ObjectRetention",
    "tagging": "ObjectTagging",
}


@dataclass(frozen=True)
class S3Request:
    """One request of S3."""

    method: str
    bucket: str
    key: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    deleted: tuple[tuple[str, str], ...] = ()
    """Key and version of each object that one request deletes."""


def asked_of(request: S3Request) -> tuple[tuple[str, str], ...]:
    """Actions and their resources. A deletion of many is refused whole for one key that may not go."""
    return tuple(
        (f"s3:DeleteObject{'Version' if version else ''}", f"arn:aws:s3:::{request.bucket}/{key}")
        for key, version in request.deleted
    ) or ((action_of(request), resource_of(request)),)


def action_of(request: S3Request) -> str:
    """The action as IAM names it."""
    if not request.bucket:
        return "s3:ListAllMyBuckets"
    return f"s3:{_on_object(request) if request.key else _on_bucket(request)}"


def resource_of(request: S3Request) -> str:
    if not request.bucket:
        return "*"
    if request.method == "POST" and "delete" in request.query:
        return f"arn:aws:s3:::{request.bucket}/*"
    return f"arn:aws:s3:::{request.bucket}" + (f"/{request.key}" if request.key else "")


def conditions_of(request: S3Request) -> dict[str, tuple[str, ...]]:
    """Condition keys of S3's own that the request itself gives."""
    found = {f"s3:{name}": request.query[name] for name in ("prefix", "delimiter", "max-keys") if name in request.query}
    for name in ("x-amz-acl", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"):
        if value := request.headers.get(name):
            found[f"s3:{name}"] = value
    if version := request.query.get("versionId"):
        found["s3:versionid"] = version
    given = dict(parse_qsl(request.headers.get("x-amz-tagging", ""), keep_blank_values=True))
    found |= {f"s3:RequestObjectTag/{key}": value for key, value in given.items()}
    keys = {"s3:requestobjecttagkeys": tuple(given)} if given else {}
    return {**{key.lower(): (value,) for key, value in found.items()}, **keys}


def _on_bucket(request: S3Request) -> str:
    method, query = request.method, request.query
    if method == "POST" and "delete" in query:
        return "DeleteObject"
    for key, noun in BUCKET.items():
        if key in query:
            verb = "Get" if method in ("GET", "HEAD") else "Put"
            return ("Delete" if method == "DELETE" and key in OWN_DELETE else verb) + noun
    if method in ("GET", "HEAD"):
        for key, action in (
            ("location", "GetBucketLocation"),
            ("uploads", "ListBucketMultipartUploads"),
            ("versions", "ListBucketVersions"),
        ):
            if key in query:
                return action
        return "ListBucket"
    return "DeleteBucket" if method == "DELETE" else "CreateBucket"


def _on_object(request: S3Request) -> str:
    method, query = request.method, request.query
    version = "Version" if query.get("versionId") else ""
    for key, noun in OBJECT.items():
        if key in query:
            verb = {"GET": "Get", "HEAD": "Get", "DELETE": "Delete"}.get(method, "Put")
            return verb + (noun.replace("Object", f"Object{version}") if key in ("acl", "tagging") else noun)
    if method in ("GET", "HEAD"):
        if "uploadId" in query:
            return "ListMultipartUploadParts"
        return "GetObjectAttributes" if "attributes" in query else f"GetObject{version}"
    if method == "DELETE":
        return "AbortMultipartUpload" if "uploadId" in query else f"DeleteObject{version}"
    return "RestoreObject" if "restore" in query else "PutObject"
