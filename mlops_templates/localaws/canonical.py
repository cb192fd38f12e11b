"""The canonical form of a request, which is what is signed, and the arithmetic of signing."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

Environ = dict[str, Any]

_UNSIGNED = frozenset({"X-Amz-Signature"})
_OLD_SUBRESOURCES = frozenset(
    (
        *("acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy"),
        *("replication", "requestPayment", "restore", "response-cache-control", "response-content-disposition"),
        *("response-content-encoding", "response-content-language", "response-content-type", "response-expires"),
        *("tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website"),
    )
)


@dataclass(frozen=True)
class Scope:
    """When, where and for which service something is signed."""

    moment: datetime
    region: str
    service: str

    @property
    def date(self) -> str:
        return self.moment.strftime("%Y%m%d")

    def __str__(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/aws4_request"


def sign(secret: str, scope: Scope, request: str, moment: str = "") -> str:
    """The signature of version 4 of a canonical request; git writes the moment in a way of its own."""
    moment = moment or scope.moment.strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(request.encode("latin-1")).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{digest}"
    return hmac.new(_key(secret, scope.date, scope.region, scope.service), text.encode(), "sha256").hexdigest()


def request(environ: Environ, signed: Iterable[str], body: bytes | None, *, once: bool) -> str:
    """The canonical request; S3 encodes a path once, the other services what is encoded already once more."""
    signed = sorted(signed)
    headers = "".join(f"{name}:{' '.join(_header(environ, name).split())}\n" for name in signed)
    parts = (
        str(environ["REQUEST_METHOD"]),
        path_of(environ) if once else quote(_without_dots(path_of(environ)), safe="/~"),
        _query(str(environ.get("QUERY_STRING", ""))),
        headers,
        ";".join(signed),
        _payload(environ, body),
    )
    return "\n".join(parts)


def path_of(environ: Environ) -> str:
    """The path as it was sent, which WSGI's own is not: that one is decoded."""
    sent = str(environ.get("RAW_URI") or quote(str(environ.get("PATH_INFO", "/"))))
    return sent.partition("?")[0] or "/"


def old_signature(environ: Environ, secret: str, token: str) -> str:
    """The signature of version 2 of an address of S3 that was signed beforehand."""
    pairs = [pair.partition("=") for pair in str(environ.get("QUERY_STRING", "")).split("&")]
    query = {name: unquote(value) for name, _, value in pairs}
    asked = sorted((name, equals, unquote(value)) for name, equals, value in pairs if name in _OLD_SUBRESOURCES)
    resource = path_of(environ) + ("?" if asked else "") + "&".join("".join(part) for part in asked)
    amazon = {
        name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name[:11] == "HTTP_X_AMZ_"
    }
    if token:
        amazon["x-amz-security-token"] = token
    lines = [
        str(environ["REQUEST_METHOD"]),
        str(environ.get("HTTP_CONTENT_MD5", "")),
        str(environ.get("CONTENT_TYPE", "")),
        query["Expires"],
        *(f"{name}:{amazon[name]}" for name in sorted(amazon)),
        resource,
    ]
    made = hmac.new(secret.encode(), "\n".join(lines).encode(), "sha1").digest()
    return base64.b64encode(made).decode()


def _query(text: str) -> str:
    pairs = [part.partition("=") for part in text.split("&") if part]
    encoded = sorted((_encoded(name), _encoded(value)) for name, _, value in pairs if name not in _UNSIGNED)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _encoded(text: str) -> str:
    return quote(unquote(text), safe="-_.~")


def _header(environ: Environ, name: str) -> str:
    wsgi = name.upper().replace("-", "_")
    return str(environ.get(wsgi if wsgi in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{wsgi}", ""))


def _payload(environ: Environ, body: bytes | None) -> str:
    """The hash of what was read; of what was not, what the request declares, as S3 takes it."""
    if body is None:
        return str(environ.get("HTTP_X_AMZ_CONTENT_SHA256") or "UNSIGNED-PAYLOAD")
    return hashlib.sha256(body).hexdigest()


def _without_dots(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts) + ("/" if parts and path.endswith("/") else "")


@functools.lru_cache(maxsize=1024)
def _key(secret: str, date: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    return key
