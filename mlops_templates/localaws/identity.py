"""Who a request comes from, read from its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moto.iam.models import get_account_id_from
from moto.sts.models import sts_backends

from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.clients import ROOT, Credentials
from mlops_templates.localaws.sessions import Sessions

SIGNATURE = re.compile(r"Credential=(?P<key>[^/]+)/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")


@dataclass(frozen=True)
class Signature:
    """The scope of a signature of version 4."""

    access_key: str
    region: str
    service: str


def read_signature(authorization: str) -> Signature | None:
    """The scope of an `Authorization` header; None when the request is not signed in the way of AWS."""
    match = SIGNATURE.search(authorization)
    return Signature(match["key"], match["region"], match["service"].lower()) if match else None


def credentials_of(sessions: Sessions, access_key: str) -> tuple[str, Credentials]:
    """The account and the identity of an access key; an unknown key stands for the root of the default account."""
    issued = sessions.find(access_key)
    if issued is not None:
        return issued.caller.account, issued
    account = get_account_id_from(access_key)
    session = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
    if session is not None:
        keys = (session.access_key_id, session.secret_access_key, session.session_token)
        caller = Caller(session.arn, account, session.role_arn, session_policy=session.policy)
        return account, Credentials(*keys, caller)
    user = entities.user_of(account, access_key)
    caller = Caller(user, account, user) if user else ROOT.caller
    return account, Credentials(access_key, ROOT.secret_key, ROOT.token, caller)
