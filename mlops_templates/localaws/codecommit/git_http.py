"""Git's smart HTTP protocol for the repositories: clone, fetch and push with the real git."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from mlops_templates.localaws.authorization.guard import authorize
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git_backend, references
from mlops_templates.localaws.codecommit.changes import announce
from mlops_templates.localaws.codecommit.git_identity import pusher
from mlops_templates.localaws.codecommit.state import CodeCommitState
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

_PATH = re.compile(r"/git/(?P<region>[\w-]+)/(?P<account>\d{12})/v1/repos/(?P<name>[\w.-]+?)/?(?P<rest>/.*)")


def answer(world: World, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `/git/REGION/ACCOUNT/v1/repos/NAME/...`; a push is told to EventBridge when it is through."""
    path = _PATH.fullmatch(environ.get("PATH_INFO", ""))
    if path is None or ".." in path["name"] + path["rest"]:
        return git_backend.refuse(AwsError("NotFound", "Repository not found", status=404), start_response)
    try:
        call = _admitted(world, environ, path)
    except AwsError as error:
        return git_backend.refuse(error, start_response)
    repository = call.state(CodeCommitState).repositories.get(path["name"])
    if repository is None:
        return git_backend.refuse(AwsError("NotFound", "Repository not found", status=404), start_response)
    pushed = partial(announce, call, repository)
    return git_backend.serve(
        world, environ, start_response, repository.folder, path["rest"], user=call.principal, pushed=pushed
    )


def _admitted(world: World, environ: dict[str, Any], path: re.Match[str]) -> Call:
    """Who pulls or pushes, if they may.

    Raises:
        AwsError: status 401 or 403.
    """
    call = Call(world, path["account"], path["region"], pusher(world, environ, path["region"]))
    operation = "GitPush" if git_backend.pushes(environ, path["rest"]) else "GitPull"
    asked = {"repositoryName": path["name"], "references": references.pushed(environ, path["rest"])}
    try:
        authorize(call, "codecommit", operation, asked)
    except AwsError as error:
        raise AwsError(error.code, error.message, status=403) from error
    return call
