"""Signatures of requests: read from header or query, and computed again with the secret of the key.

Version 4 everywhere; for addresses of S3 that are signed beforehand version 2, too: clients still make it by default.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from mlops_templates.localaws import canonical

Environ = dict[str, Any]

_HEADER = re.compile(r"AWS4-HMAC-SHA256 +(?P<parts>.+)")
_SCOPE = re.compile(r"(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")


@dataclass(frozen=True)
class Signature:
    """What a request says of its signature."""

    access_key: str
    region: str
    service: str
    value: str
    moment: datetime
    """When it was made; for an address that was signed beforehand with version 2, when it ends."""
    token: str = ""
    headers: tuple[str, ...] = ()
    """The headers that are signed, in lower case."""
    lasts: timedelta | None = None
    """For how long an address that was signed beforehand is good."""
    version: int = 4


class MalformedSignatureError(ValueError):
    """A signature that lacks a part or cannot be read."""


def read_signature(environ: Environ) -> Signature | None:
    """The signature of a request; None when there is none.

    Raises:
        MalformedSignatureError: with what is missing.
    """
    given = str(environ.get("HTTP_AUTHORIZATION", ""))
    if found := _HEADER.fullmatch(given.strip()):
        return _of_header(found["parts"], environ)
    if given:
        raise MalformedSignatureError(f"Unsupported authorization: {given.partition(' ')[0][:40]}")
    query = dict(parse_qsl(str(environ.get("QUERY_STRING", "")), keep_blank_values=True))
    if "X-Amz-Signature" in query or "X-Amz-Credential" in query:
        return _of_query(query)
    return _of_old_query(query) if {"AWSAccessKeyId", "Signature", "Expires"} <= query.keys() else None


def fits(signature: Signature, environ: Environ, secret: str, body: bytes | None) -> bool:
    """Whether the secret makes the same signature of this request; a body that was not read has its hash declared."""
    if signature.version == 2:
        expected = canonical.old_signature(environ, secret, signature.token)
    else:
        scope = canonical.Scope(signature.moment, signature.region, signature.service)
        text = canonical.request(environ, signature.headers, body, once=signature.service == "s3")
        expected = canonical.sign(secret, scope, text)
    return hmac.compare_digest(expected.encode(), signature.value.encode())


def _of_header(parts: str, environ: Environ) -> Signature:
    pairs = dict(part.strip().partition("=")[::2] for part in parts.split(","))
    for name in ("Credential", "SignedHeaders", "Signature"):
        if not pairs.get(name):
            raise MalformedSignatureError(f"Authorization header requires '{name}' parameter. Authorization={parts}")
    moment = str(environ.get("HTTP_X_AMZ_DATE") or "")
    if not moment:
        raise MalformedSignatureError(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        )
    token = str(environ.get("HTTP_X_AMZ_SECURITY_TOKEN", ""))
    return _signature(pairs["Credential"], pairs["Signature"], moment, token, pairs["SignedHeaders"], None)


def _of_query(query: dict[str, str]) -> Signature:
    for name in ("Credential", "Signature", "Date", "SignedHeaders", "Expires"):
        if not query.get(f"X-Amz-{name}"):
            raise MalformedSignatureError(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            )
    seconds = query["X-Amz-Expires"]
    if not seconds.isdecimal() or not 0 < int(seconds) <= 604800:
        raise MalformedSignatureError("X-Amz-Expires must be less than a week (in seconds) that is 604800")
    return _signature(
        query["X-Amz-Credential"],
        query["X-Amz-Signature"],
        query["X-Amz-Date"],
        query.get("X-Amz-Security-Token", ""),
        query["X-Amz-SignedHeaders"],
        timedelta(seconds=int(seconds)),
    )


def _signature(
    credential: str, value: str, moment: str, token: str, headers: str, lasts: timedelta | None
) -> Signature:
    scope = _SCOPE.fullmatch(credential)
    if scope is None:
        raise MalformedSignatureError("Credential must have exactly 5 slash-delimited elements")
    try:
        made = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedSignatureError(f"Date must be in ISO-8601 'basic format'. Got '{moment[:40]}'.") from error
    if not moment.startswith(scope["date"]):
        raise MalformedSignatureError(
            f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{scope['date']}' != '{moment[:8]}'"
        )
    signed = tuple(headers.lower().split(";"))
    return Signature(scope["key"], scope["region"], scope["service"].lower(), value, made, token, signed, lasts)


def _of_old_query(query: dict[str, str]) -> Signature:
    if not query["Expires"].isdecimal():
        raise MalformedSignatureError("Invalid date (should be seconds since epoch): " + query["Expires"][:40])
    ends = datetime.fromtimestamp(int(query["Expires"]), UTC)
    token = query.get("x-amz-security-token", "")
    key, value = query["AWSAccessKeyId"], query["Signature"]
    return Signature(key, "us-east-1", "s3", value, ends, token, version=2)
