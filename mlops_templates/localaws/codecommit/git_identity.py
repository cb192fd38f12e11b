"""Who pulls and pushes: the holder of the AWS key behind git's user name and password."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from mlops_templates.localaws import canonical
from mlops_templates.localaws.clients import Credentials
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.identity import holder_of
from mlops_templates.localaws.world import World

GOOD_FOR = timedelta(minutes=15)
_OF_GIT = re.compile(r"/(info/refs|git-upload-pack|git-receive-pack)$")
"""What git asks for below the address of a repository, for which it got the password."""
_PASSWORD = re.compile(r"(?P<moment>\d{8}T\d{6})Z(?P<signature>[0-9a-f]{64})")


def pusher(world: World, environ: dict[str, Any], region: str) -> Credentials:
    """Whose user name and password came with a request of git.

    Raises:
        AwsError: status 401 when there are none yet, 403 when they are not good.
    """
    given = str(environ.get("HTTP_AUTHORIZATION", ""))
    if not given.startswith("Basic "):
        raise AwsError("Unauthorized", "Sign in with AWS credentials", status=401)
    try:
        name, _, password = base64.b64decode(given.removeprefix("Basic "), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _refused() from error
    key, _, token = name.partition("%")
    holder, made = holder_of(world.sessions, key), _PASSWORD.fullmatch(password)
    if holder is None or made is None or holder.credentials.token != token:
        raise _refused()
    now, moment = datetime.now(UTC), datetime.strptime(made["moment"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    if abs(now - moment) > GOOD_FOR or (holder.ends is not None and now >= holder.ends):
        raise _refused()
    if not hmac.compare_digest(_signature(environ, holder.credentials, moment, region), made["signature"]):
        raise _refused()
    return holder.credentials


def _signature(environ: dict[str, Any], credentials: Credentials, moment: datetime, region: str) -> str:
    host = str(environ.get("HTTP_HOST", "")).partition(":")[0]
    repository = _OF_GIT.sub("", re.sub(r"(/v1/repos/[^/]+).*", r"\1", canonical.path_of(environ)))
    scope = canonical.Scope(moment, region, "codecommit")
    request = f"GIT\n{repository}\n\nhost:{host}\n\nhost\n"
    return canonical.sign(credentials.secret_key, scope, request, moment.strftime("%Y%m%dT%H%M%S"))


def _refused() -> AwsError:
    return AwsError("Forbidden", "The user name and password are not those of a holder of AWS credentials", status=403)
