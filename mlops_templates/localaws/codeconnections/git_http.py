"""Git over HTTP to the repositories of providers: through a connection, or as a person at the provider's address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git_backend
from mlops_templates.localaws.codecommit.git_identity import pusher
from mlops_templates.localaws.codeconnections import remotes, use
from mlops_templates.localaws.codeconnections.remotes import HOSTS, Remote
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

_REST = r"(?P<name>[\w./-]+?)(?:\.git)?(?P<rest>/(?:info/refs|git-upload-pack|git-receive-pack))"
_CONNECTION = re.compile(
    r"/git/connections/(?P<service>codeconnections|codestar-connections)/"
    rf"(?P<account>\d{{12}})/(?P<region>[a-z0-9-]+)/(?P<id>[0-9a-f-]{{36}})/{_REST}"
)
_PERSON = re.compile(rf"/git/remotes/(?P<region>[a-z0-9-]+)/(?P<host>[\w.-]+)/{_REST}")


def answer(world: World, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request of git; a push is told to the pipelines that wait for it when it is through."""
    place = str(environ.get("PATH_INFO", ""))
    path = _CONNECTION.fullmatch(place) or _PERSON.fullmatch(place)
    try:
        if path is None:
            raise AwsError("NotFound", "Repository not found", status=404)
        call = Call(
            world, path.groupdict().get("account") or "", path["region"], pusher(world, environ, path["region"])
        )
        pushes = git_backend.pushes(environ, path["rest"])
        remote = _through(call, path, pushes) if path.re is _CONNECTION else _as_person(call, path)
    except AwsError as error:
        return git_backend.refuse(error, start_response, realm="AWS CodeConnections")
    pushed = partial(remotes.announce, world, remote)
    return git_backend.serve(
        world, environ, start_response, remote.folder, path["rest"], user=call.principal, pushed=pushed
    )


def _through(call: Call, path: re.Match[str], pushes: bool) -> Remote:
    """The repository that is reached through a connection, if the caller may use it for that.

    Raises:
        AwsError: status 403 or 404.
    """
    arn = f"arn:aws:{path['service']}:{path['region']}:{path['account']}:connection/{path['id']}"
    try:
        connection = use.usable(call, arn, path["name"], "GitPush" if pushes else "GitPull")
    except AwsError as error:
        raise AwsError(error.code, error.message, status=403) from error
    return _found(call.world, connection.provider, path["name"])


def _as_person(call: Call, path: re.Match[str]) -> Remote:
    """The repository at the provider itself: roles of AWS have no account there.

    Raises:
        AwsError: status 403 or 404.
    """
    provider = next((name for name, host in HOSTS.items() if host == path["host"]), "")
    if not is_person(call.world, call.caller):
        message = f"{call.principal} has no account at {path['host']}: AWS reaches it through a connection only"
        raise AwsError("Forbidden", message, status=403)
    return _found(call.world, provider, path["name"])


def is_person(world: World, caller: Caller) -> bool:
    """Whether a person is behind an identity: the one at the keyboard, the administrator of an account, a user."""
    administrator = world.sessions.administrator
    known = {administrator.caller.entity} if administrator else set()
    return caller.is_root or caller.entity in known or ":user/" in caller.entity or caller.entity.endswith(_MEMBER)


_MEMBER = ":role/OrganizationAccountAccessRole"


def _found(world: World, provider: str, full_name: str) -> Remote:
    remote = remotes.find(world, provider, full_name)
    if remote is None:
        message = f"Repository {full_name} not found at {HOSTS.get(provider, 'this host')}"
        raise AwsError("NotFound", message, status=404)
    return remote
