"""The HTTP side of a request: where it is addressed to, and its body, read to its end within limits."""

from __future__ import annotations

import io
import re
from typing import Any

from werkzeug.wrappers import Request

from mlops_templates.localaws import query_body, wire
from mlops_templates.localaws.errors import AwsError

Environ = dict[str, Any]

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
LIMIT = 2 * MEGABYTE
LIMITS = {
    "cloudformation": 4 * MEGABYTE,
    "codecommit": 28 * MEGABYTE,
    "sagemaker": 4 * MEGABYTE,
    "sagemaker-runtime": 25 * MEGABYTE,
}
"""Bytes of a body, by service. CodeCommit takes 20 MB in a commit, in base64; a payload of an endpoint has 25 MB. What
AWS's front doors allow is not written down; no field of the other services is longer than 1 MB."""

_LOOPBACK = re.compile(r"(127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost)(:\d{1,5})?", re.IGNORECASE)

_API = re.compile(r"[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(:\d{1,5})?", re.IGNORECASE)
"""The name of a deployed API, which is AWS's: nobody else's page can have it."""


def check_host(environ: Environ) -> None:
    """Refuse a request that is not addressed to this machine.

    A page in a browser, whose own name was made to lead here, could use the server otherwise.

    Raises:
        AwsError: AccessDenied.
    """
    host = str(environ.get("HTTP_HOST", ""))
    if not (_LOOPBACK.fullmatch(host) or _API.fullmatch(host)):
        raise AwsError("AccessDenied", f"The host {host[:255]!r} is not this machine: use 127.0.0.1", status=403)


def read(environ: Environ, service: str) -> Request:
    """The request with its whole body, which is put back so that moto can read it again.

    Raises:
        AwsError: the body is too long, shorter than announced, or has no readable length.
    """
    body = body_of(environ, LIMITS.get(_limited_as(environ, service), LIMIT))
    put_back(environ, body)
    request = Request(environ)
    request.get_data(cache=True, parse_form_data=False)
    put_back(environ, body)
    if wire.speaks_query(service):
        request.__dict__["values"] = query_body.parameters(environ, body)
    return request


def put_back(environ: Environ, body: bytes) -> None:
    """Make the body that was read the body to be read."""
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("wsgi.input_terminated", None)
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def length_of(environ: Environ) -> int:
    """The announced length of the body, 0 when nothing is announced.

    Raises:
        AwsError: it is no number.
    """
    text = str(environ.get("CONTENT_LENGTH") or "0")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise AwsError("InvalidRequest", f"The header Content-Length is not a number of bytes: {text[:40]!r}")
    return int(text)


def body_of(environ: Environ, limit: int) -> bytes:
    """The body of a request, at most `limit` bytes.

    Raises:
        AwsError: RequestEntityTooLarge, RequestTimeout, or InvalidRequest for a body that ends early.
    """
    chunked = bool(environ.get("wsgi.input_terminated"))
    length = limit + 1 if chunked else length_of(environ)
    if length > limit and not chunked:
        raise _too_large(limit)
    body = _read(environ["wsgi.input"], length)
    if len(body) > limit:
        raise _too_large(limit)
    if len(body) < length and not chunked:
        raise AwsError("InvalidRequest", f"The body ended after {len(body)} of {length} bytes")
    return body


def _read(source: Any, length: int) -> bytes:
    parts, left = [], length
    try:
        while left > 0 and (part := source.read(min(left, CHUNK))):
            parts.append(part)
            left -= len(part)
    except TimeoutError as error:
        message = "Your socket connection to the server was not read from or written to within the timeout period."
        raise AwsError("RequestTimeout", message) from error
    except OSError as error:
        raise AwsError("InvalidRequest", f"The body cannot be read: {error}") from error
    return b"".join(parts)


def _too_large(limit: int) -> AwsError:
    message = f"Request Entity Too Large: the body of this request may have {limit} bytes"
    return AwsError("RequestEntityTooLarge", message, status=413)


def read_document(environ: Environ, limit: int) -> bytes:
    """The XML body of a request to S3, put back.

    Raises:
        AwsError: MaxMessageLengthExceeded and what else can be wrong with a body.
    """
    try:
        body = body_of(environ, limit)
    except AwsError as error:
        if error.status == 413:
            raise AwsError("MaxMessageLengthExceeded", "Your request was too big.") from error
        raise
    put_back(environ, body)
    return body


def _limited_as(environ: Environ, service: str) -> str:
    invocation = service == "sagemaker" and str(environ.get("PATH_INFO", "")).startswith("/endpoints/")
    return "sagemaker-runtime" if invocation else service
