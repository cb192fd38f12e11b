"""Whether a bucket tells EventBridge of its objects: the one notification that buckets have here."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from werkzeug.wrappers import Request

from mlops_templates.localaws.authorization.held.buckets import bucket_of
from mlops_templates.localaws.errors import AwsError, not_emulated
from mlops_templates.localaws.wire import Answer

_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_FLAG = "tells_event_bridge"
"""Noted on the bucket as moto holds it, so it lives and is kept as long as the bucket."""
_OTHERS = ("CloudFunctionConfiguration", "QueueConfiguration", "TopicConfiguration")


def answer(request: Request) -> Answer | None:
    """Answer a request on a bucket's notifications; None for all other requests of S3."""
    name, _, key = request.path.lstrip("/").partition("/")
    if key or "notification" not in request.args or request.method not in ("GET", "PUT"):
        return None
    bucket = bucket_of(name)
    if bucket is None:
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", status=404)
    if request.method == "PUT":
        setattr(bucket, _FLAG, _asked(request.get_data()))
        return Answer(200, b"")
    inner = "<EventBridgeConfiguration/>" if tells(bucket) else ""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    text = f'{head}<NotificationConfiguration xmlns="{_SPACE}">{inner}</NotificationConfiguration>'
    return Answer(200, text.encode(), {"Content-Type": "application/xml"})


def tells(bucket: Any) -> bool:
    """Whether EventBridge hears of the objects of a bucket."""
    return bool(getattr(bucket, _FLAG, False))


def _asked(body: bytes) -> bool:
    names = [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(body)]  # noqa: S314 - checked on arrival
    for name in names:
        if name in _OTHERS:
            raise not_emulated(f"s3:PutBucketNotificationConfiguration {name}")
        if name != "EventBridgeConfiguration":
            message = "The XML you provided was not well-formed or did not validate against our published schema"
            raise AwsError("MalformedXML", message)
    return bool(names)
