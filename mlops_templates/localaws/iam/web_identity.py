"""`sts:AssumeRoleWithWebIdentity`: a role for the bearer of a token, by a request that nobody signs."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from mlops_templates.localaws import incoming, requests, wire
from mlops_templates.localaws.authorization.decision import Policies, Question, decide
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.authorization.session_limits import check_session
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.routing import Target
from mlops_templates.localaws.service import Service
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.workflows import issuer
from mlops_templates.localaws.world import World

ACTION = "AssumeRoleWithWebIdentity"
_STS = Service("sts", breach="ValidationError")
_TARGET = Target("sts", ACTION, "query")
_NO_TOKEN = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"  # noqa: S105 - words


def meant(environ: dict[str, Any]) -> bool:
    """Whether an unsigned request is this one."""
    if environ.get("REQUEST_METHOD") != "POST" or str(environ.get("PATH_INFO", "")) not in ("", "/"):
        return False
    body = incoming.body_of(environ, incoming.LIMIT)
    incoming.put_back(environ, body)
    return f"Action={ACTION}".encode() in body.split(b"&")


def answer(world: World, environ: dict[str, Any]) -> Answer:
    """The credentials, or why there are none."""
    try:
        request = requests.read(_STS, _TARGET, incoming.read(environ, "sts"))
        return wire.answer("sts", ACTION, _assumed(world, request))
    except AwsError as error:
        return wire.refuse("query", error)


def _assumed(world: World, request: Document) -> Document:
    claims = _claims(request["WebIdentityToken"])
    role_arn = str(request["RoleArn"])
    account = role_arn.split(":")[4] if role_arn.count(":") == 5 else ""
    provider = _verified(world, request["WebIdentityToken"], claims, account)
    caller = Caller(str(claims.get("sub", "")), account, federated=provider.arn)
    policies = Policies(resource=entities.trust_of(role_arn) or (), resource_account=account, resource_rules=True)
    context = {f"{provider.url}:{name}".lower(): (value,) for name, value in claims.items() if isinstance(value, str)}
    if decide(Question(caller, f"sts:{ACTION}", role_arn, context), policies):
        raise AwsError("AccessDenied", f"Not authorized to perform sts:{ACTION}", status=403)
    check_session(caller, request)
    made = sts_backends[account]["aws"].assume_role(
        region_name="us-east-1",
        role_session_name=request["RoleSessionName"],
        role_arn=role_arn,
        policy=request.get("Policy"),
        duration=int(request.get("DurationSeconds") or 3600),
        external_id=None,
    )
    world.changes.mark("sts")
    world.settle()
    return {
        "Credentials": {
            "AccessKeyId": made.access_key_id,
            "SecretAccessKey": made.secret_access_key,
            "SessionToken": made.session_token,
            "Expiration": made.expiration,
        },
        "SubjectFromWebIdentityToken": claims.get("sub", ""),
        "AssumedRoleUser": {"AssumedRoleId": made.user_id, "Arn": made.arn},
        "Provider": provider.arn,
        "Audience": claims.get("aud", ""),
    }


def _verified(world: World, token: str, claims: Mapping[str, Any], account: str) -> Any:
    """The identity provider of the account that vouches for the token.

    Raises:
        AwsError: InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim.
    """
    url = str(claims.get("iss", ""))
    known = iam_backends[account]["aws"].open_id_providers if account else {}
    provider = next((each for each in known.values() if f"https://{each.url}" == url), None)
    if provider is None:
        raise _invalid(f"No OpenIDConnect provider found in your account for {url}")
    key = issuer.public_key(world, url)
    if key is None:
        raise _invalid(
            "Couldn't retrieve verification key from your identity provider, "
            f"please reference {ACTION} documentation for requirements"
        )
    signed, _, signature = token.rpartition(".")
    try:
        key.verify(_decoded(signature), signed.encode(), PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise _invalid("The token's signature is not valid") from error
    _check_times(claims)
    if claims.get("aud") not in provider.client_id_list:
        raise _invalid("Incorrect token audience")
    return provider


def _check_times(claims: Mapping[str, Any]) -> None:
    now, ends, begins = int(time.time()), claims.get("exp"), claims.get("nbf", 0)
    if not isinstance(ends, int) or not isinstance(begins, int):
        raise AwsError("IDPRejectedClaim", "The token has no expiration time that could be read", status=403)
    if now >= ends:
        told = f"Token expired: current date/time {now} must be before the expiration date/time {ends}"
        raise AwsError("ExpiredTokenException", told)
    if now < begins:
        raise AwsError("IDPRejectedClaim", f"The token is not good before {begins}; it is {now}", status=403)


def _claims(token: str) -> Mapping[str, Any]:
    """What a token says of itself, not yet verified."""
    parts = token.split(".")
    try:
        header, claims = (json.loads(_decoded(part)) for part in parts[:2])
        good = len(parts) == 3 and isinstance(claims, dict) and header["alg"] == "RS256"
    except (ValueError, KeyError, TypeError) as error:
        raise _invalid(_NO_TOKEN) from error
    if not good:
        raise _invalid(_NO_TOKEN)
    found: Mapping[str, Any] = claims
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise _invalid(_NO_TOKEN) from error


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidIdentityToken", message)
