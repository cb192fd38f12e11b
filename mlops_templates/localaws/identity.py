"""Who a request comes from: the holder of the key that signed it, once the signature is verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.iam.models import get_account_id_from
from moto.sts.models import sts_backends

from mlops_templates.localaws import authentication_errors as refused
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.sessions import Sessions
from mlops_templates.localaws.signature import Signature, fits

SKEW = timedelta(minutes=5)
SKEW_OF_S3 = timedelta(minutes=15)
"""How far the clock of a client may be away."""


@dataclass(frozen=True)
class Holder:
    """Credentials and when they end; None: never. What services assumed for themselves they renew."""

    credentials: Credentials
    ends: datetime | None = None


def authenticate(sessions: Sessions, signature: Signature, environ: dict[str, Any], body: bytes | None) -> Credentials:
    """Whose signature it is.

    Raises:
        AwsError: with the code and words of the service: the key, token, time or signature is not good.
    """
    holder = holder_of(sessions, signature.access_key)
    if holder is None or bool(holder.credentials.token) != bool(signature.token):
        raise refused.unknown_key(signature)
    if holder.credentials.token != signature.token:
        raise refused.wrong_token(signature)
    now = datetime.now(UTC)
    if holder.ends is not None and now >= holder.ends:
        raise refused.expired_token(signature)
    if "host" not in signature.headers and signature.version == 4:
        raise refused.wrong_signature(signature)
    if not fits(signature, environ, holder.credentials.secret_key, body):
        raise refused.wrong_signature(signature)
    _check_time(signature, now)
    return holder.credentials


def holder_of(sessions: Sessions, access_key: str) -> Holder | None:
    """The role session, service or user that a key was issued to; None when nobody has it."""
    if issued := sessions.find(access_key):
        return Holder(issued)
    account = get_account_id_from(access_key)
    session = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
    if session is not None:
        keys = (session.access_key_id, session.secret_access_key, session.session_token)
        caller = Caller(session.arn, account, session.role_arn, session_policy=session.policy)
        return Holder(Credentials(*keys, caller), session.expiration.replace(tzinfo=UTC))
    key = entities.user_key(account, access_key)
    if key is None:
        return None
    user = entities.user_arn(account, key.user_name)
    return Holder(Credentials(access_key, key.secret_access_key, "", Caller(user, account, user)))


def _check_time(signature: Signature, now: datetime) -> None:
    if signature.version == 2:
        if now > signature.moment:
            raise refused.expired_address()
        return
    limit = SKEW_OF_S3 if signature.service == "s3" else SKEW
    if signature.lasts is not None and now > signature.moment + signature.lasts:
        raise refused.expired_address()
    late = signature.lasts is None and now - signature.moment > limit
    if late or signature.moment - now > limit:
        raise refused.wrong_time(signature, now, limit)
