"""Events of objects, from buckets that tell EventBridge of them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from werkzeug.wrappers import Request

from mlops_templates.localaws.authorization.held.buckets import bucket_of, object_of, owner_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events.bus import emit
from mlops_templates.localaws.s3.notifications import tells

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

CREATED = {
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "CopyObject": "CopyObject",
    "PostObject": "POST Object",
    "PutObject": "PutObject",
}
"""Operations that make an object, and the reason that the event gives."""
DELETED = frozenset({"DeleteObject", "DeleteObjects"})


@dataclass(frozen=True)
class _Gone:
    """An object, or one version of it, that a request deleted."""

    key: str
    version: str


def tell(call: Call, action: str, environ: dict[str, Any], answered: Iterable[bytes]) -> None:
    """Emit what a request to S3 that succeeded did to objects."""
    request = Request(environ)
    name, _, key = request.path.lstrip("/").partition("/")
    bucket = bucket_of(name)
    if bucket is None or not tells(bucket):
        return
    if action in CREATED:
        _emit(call, bucket, "Object Created", {"object": _made(bucket, key), "reason": CREATED[action]})
    elif action in DELETED:
        body = b"".join(answered)
        gone = [_Gone(key, request.args.get("versionId", ""))] if key else _listed(environ, body)
        for each in gone:
            _emit(call, bucket, "Object Deleted", _deleted(bucket, each))


def _emit(call: Call, bucket: Any, kind: str, more: Document) -> None:
    detail = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "request-id": secrets.token_hex(8).upper(),
        "requester": call.caller.service or call.account,
        "source-ip-address": "127.0.0.1",
        **more,
    }
    place = replace(call, account=owner_of(bucket.name), region=bucket.region_name)
    emit(place, source="aws.s3", detail_type=kind, detail=detail, resources=[f"arn:aws:s3:::{bucket.name}"])


def _made(bucket: Any, key: str) -> Document:
    held = object_of(bucket.name, key)
    told: Document = {"key": key}
    if held is not None:
        told |= {"size": held.size, "etag": str(held.etag).strip('"')}
    version = {"version-id": str(held.version_id)} if held is not None and bucket.is_versioned else {}
    return {**told, **version, "sequencer": _sequencer()}


def _deleted(bucket: Any, gone: _Gone) -> Document:
    """Without a version an object of a versioned bucket stays, under a delete marker."""
    marked = bucket.is_versioned and not gone.version
    version = gone.version
    if marked:
        newest = bucket.keys.get(gone.key)
        version = str(getattr(newest, "version_id", "") or "")
    return {
        "object": {
            "key": gone.key,
            **({"version-id": version} if version else {}),
            "sequencer": _sequencer(),
        },
        "reason": "DeleteObject",
        "deletion-type": "Delete Marker Created" if marked else "Permanently Deleted",
    }


def _listed(environ: dict[str, Any], answered: bytes) -> Iterator[_Gone]:
    """What a request for several objects deleted: those it names, without those that the answer calls errors."""
    environ["wsgi.input"].seek(0)
    failed = {(each.key, each.version) for each in _entries(answered, "Error")}
    for each in _entries(environ["wsgi.input"].read(), "Object"):
        if (each.key, each.version) not in failed:
            yield each


def _entries(body: bytes, name: str) -> Iterator[_Gone]:
    for child in ElementTree.fromstring(body) if body else ():  # noqa: S314 - checked on arrival, or ours
        if child.tag.rpartition("}")[2] == name:
            texts = {part.tag.rpartition("}")[2]: part.text or "" for part in child}
            yield _Gone(texts.get("Key", ""), texts.get("VersionId", ""))


def _sequencer() -> str:
    """Grows with time, as that of S3 does for one object."""
    return f"{time.time_ns():018X}"
