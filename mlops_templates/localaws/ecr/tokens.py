"""The tokens with which docker signs in to a registry: they stand for whoever asked for them."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.ecr.service import SERVICE
from mlops_templates.localaws.reach import Keys

USER = "AWS"
_LIFE = timedelta(hours=12)


@SERVICE.action
def get_authorization_token(call: Call, request: Document) -> Document:
    """The token of the caller, good for every registry that the caller may use."""
    held = call.credentials
    password = base64.b64encode(json.dumps([held.access_key, held.secret_key, held.token]).encode()).decode()
    token = base64.b64encode(f"{USER}:{password}".encode()).decode()
    return {
        "authorizationData": [
            {
                "authorizationToken": token,
                "expiresAt": datetime.now(UTC) + _LIFE,
                "proxyEndpoint": f"https://{registry}.dkr.ecr.{call.region}.amazonaws.com",
            }
            for registry in request.get("registryIds") or [call.account]
        ]
    }


def keys_of(password: str) -> Keys | None:
    """The keys behind the password of a token; None for a text that is none."""
    try:
        found = json.loads(base64.b64decode(password, validate=True))
    except (binascii.Error, ValueError):
        return None
    return Keys(*found) if isinstance(found, list) and len(found) == 3 else None
