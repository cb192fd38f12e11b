"""The issuer of identity tokens: GitHub's claims, signed with RS256 by a key of this state folder."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key

from mlops_templates.localaws.workflows.state import Run, state_of
from mlops_templates.localaws.world import World

ISSUER = "https://token.actions.githubusercontent.com"
MINUTES = 5
"""How long a token is good."""


def claims_of(run: Run, environment: str = "") -> dict[str, str]:
    """What GitHub says of a job."""
    event = run.event
    place = f"environment:{environment}" if environment else f"ref:{event.ref}"
    return {
        "sub": f"repo:{run.repository}:{place}",
        "repository": run.repository,
        "repository_owner": run.repository.partition("/")[0],
        "ref": event.ref,
        "ref_type": "branch",
        "sha": event.sha,
        "actor": event.actor,
        "event_name": event.name,
        "workflow": run.workflow,
        "job_workflow_ref": f"{run.repository}/.github/workflows/{run.workflow}@{event.ref}",
        "run_id": str(run.number),
        **({"environment": environment} if environment else {}),
    }


def token(world: World, claims: Mapping[str, str], audience: str, *, now: float | None = None) -> str:
    """A signed token for an audience."""
    begun = int(time.time() if now is None else now)
    body = {**claims, "iss": ISSUER, "aud": audience, "iat": begun, "nbf": begun - 5, "exp": begun + MINUTES * 60}
    parts = [_encoded(json.dumps(each).encode()) for each in ({"alg": "RS256", "typ": "JWT", "kid": "local"}, body)]
    signed = ".".join(parts)
    return f"{signed}.{_encoded(_private_key(world).sign(signed.encode(), PKCS1v15(), hashes.SHA256()))}"


def public_key(world: World, issuer: str) -> RSAPublicKey | None:
    """The key with which tokens of an issuer are verified; None for one that cannot be reached from here."""
    return _private_key(world).public_key() if issuer == ISSUER else None


def _private_key(world: World) -> RSAPrivateKey:
    state = state_of(world)
    with world.lock:
        if not state.signing_key:
            made = generate_private_key(public_exponent=65537, key_size=2048)
            state.signing_key = made.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode()
            world.changes.mark("workflows")
    loaded = serialization.load_pem_private_key(state.signing_key.encode(), None)
    if not isinstance(loaded, RSAPrivateKey):
        raise TypeError("the signing key is no RSA key")
    return loaded


def _encoded(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
