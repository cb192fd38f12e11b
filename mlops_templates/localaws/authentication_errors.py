"""The words with which the services refuse a signature: S3 has its own, the query and the JSON protocols theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.routing import protocol_of
from mlops_templates.localaws.signature import Signature

_INVALID_TOKEN = "The security token included in the request is invalid."  # noqa: S105 - AWS's words
_EXPIRED_TOKEN = "The security token included in the request is expired"  # noqa: S105 - AWS's words
_MISMATCH = "The request signature we calculated does not match the signature you provided. Check your "


def missing() -> AwsError:
    return AwsError("MissingAuthenticationToken", "Missing Authentication Token", status=403)


def malformed(message: str, protocol: str) -> AwsError:
    """A signature that lacks a part."""
    if protocol == "rest-xml":
        return AwsError("AuthorizationHeaderMalformed", f"The authorization header is malformed; {message}")
    return AwsError("IncompleteSignature" if protocol in ("ec2", "query") else "IncompleteSignatureException", message)


def unknown_key(signature: Signature) -> AwsError:
    message = "The AWS Access Key Id you provided does not exist in our records."
    return _of_protocol(
        signature,
        AwsError("InvalidAccessKeyId", message, status=403),
        AwsError("InvalidClientTokenId", _INVALID_TOKEN, status=403),
        AwsError("UnrecognizedClientException", _INVALID_TOKEN),
    )


def wrong_token(signature: Signature) -> AwsError:
    return _of_protocol(
        signature,
        AwsError("InvalidToken", "The provided token is malformed or otherwise invalid."),
        AwsError("InvalidClientTokenId", _INVALID_TOKEN, status=403),
        AwsError("UnrecognizedClientException", _INVALID_TOKEN),
    )


def expired_token(signature: Signature) -> AwsError:
    return _of_protocol(
        signature,
        AwsError("ExpiredToken", "The provided token has expired."),
        AwsError("ExpiredToken", _EXPIRED_TOKEN, status=403),
        AwsError("ExpiredTokenException", _EXPIRED_TOKEN),
    )


def wrong_signature(signature: Signature) -> AwsError:
    message = f"{_MISMATCH}AWS Secret Access Key and signing method. Consult the service documentation for details."
    return _of_protocol(
        signature,
        AwsError("SignatureDoesNotMatch", f"{_MISMATCH}key and signing method.", status=403),
        AwsError("SignatureDoesNotMatch", message, status=403),
        AwsError("InvalidSignatureException", message, status=403),
    )


def wrong_time(signature: Signature, now: datetime, limit: timedelta) -> AwsError:
    """A signature that is too old, or from the future."""
    made, bound = signature.moment, now - limit if signature.moment < now else now + limit
    what, than, sign = ("expired", "earlier", "-") if made < now else ("not yet current", "later", "+")
    minutes = int(limit.total_seconds() // 60)
    message = f"Signature {what}: {_text(made)} is now {than} than {_text(bound)} ({_text(now)} {sign} {minutes} min.)"
    skewed = "The difference between the request time and the current time is too large."
    return _of_protocol(
        signature,
        AwsError("RequestTimeTooSkewed", skewed, status=403),
        AwsError("SignatureDoesNotMatch", message, status=403),
        AwsError("InvalidSignatureException", message, status=403),
    )


def expired_address() -> AwsError:
    """An address that was signed beforehand and is no longer good."""
    return AwsError("AccessDenied", "Request has expired", status=403)


def _of_protocol(signature: Signature, s3: AwsError, query: AwsError, json: AwsError) -> AwsError:
    return {"rest-xml": s3, "ec2": query, "query": query}.get(protocol_of(signature.service), json)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")
