"""Git's smart HTTP protocol for the repositories: clone, fetch and push with the real git."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from mlops_templates.localaws.authorization.guard import authorize
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.codecommit.changes import announce
from mlops_templates.localaws.codecommit.git_identity import pusher
from mlops_templates.localaws.codecommit.state import CodeCommitState, Repository
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

_PATH = re.compile(r"/git/(?P<region>[\w-]+)/(?P<account>\d{12})/v1/repos/(?P<name>[\w.-]+?)/?(?P<rest>/.*)")
_CHUNK = 64 * 1024


def answer(world: World, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `/git/REGION/ACCOUNT/v1/repos/NAME/...`; a push is told to EventBridge when it is through."""
    path = _PATH.fullmatch(environ.get("PATH_INFO", ""))
    if path is None or ".." in path["name"] + path["rest"]:
        return _refuse(AwsError("NotFound", "Repository not found", status=404), start_response)
    try:
        call = _admitted(world, environ, path)
    except AwsError as error:
        return _refuse(error, start_response)
    repository = call.state(CodeCommitState).repositories.get(path["name"])
    if repository is None:
        return _refuse(AwsError("NotFound", "Repository not found", status=404), start_response)
    with tempfile.TemporaryFile() as body:
        # Read to its end first: a process that is fed and read at the same time can block both ways.
        _copy_body(environ, body)
        process = _backend(call, environ, repository, path["rest"], body)
    status, headers = _headers(process)
    start_response(status, headers)
    return _content(call, repository, process, push=path["rest"] == "/git-receive-pack")


def _admitted(world: World, environ: dict[str, Any], path: re.Match[str]) -> Call:
    """Who pulls or pushes, if they may.

    Raises:
        AwsError: status 401 or 403.
    """
    call = Call(world, path["account"], path["region"], pusher(world, environ, path["region"]))
    pushes = "git-receive-pack" in path["rest"] + environ.get("QUERY_STRING", "")
    try:
        authorize(call, "codecommit", "GitPush" if pushes else "GitPull", {"repositoryName": path["name"]})
    except AwsError as error:
        raise AwsError(error.code, error.message, status=403) from error
    return call


def _refuse(error: AwsError, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """As git understands it: with 401 it asks its credential helper and comes again."""
    text = f"{error.message}\n".encode()
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))]
    if error.status == 401:
        headers.append(("WWW-Authenticate", 'Basic realm="AWS CodeCommit"'))
    start_response(f"{error.status} Refused", headers)
    return [text]


def _copy_body(environ: dict[str, Any], body: IO[bytes]) -> None:
    source = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        # A chunked body has no length and ends by itself.
        shutil.copyfileobj(source, body, _CHUNK)
    else:
        left = int(environ.get("CONTENT_LENGTH") or 0)  # the gateway has seen that it is a number
        while left > 0 and (chunk := source.read(min(left, _CHUNK))):
            body.write(chunk)
            left -= len(chunk)
    body.seek(0)


def _backend(
    call: Call, environ: dict[str, Any], repository: Repository, rest: str, body: IO[bytes]
) -> subprocess.Popen[bytes]:
    variables = {
        **git.variables(),
        "GIT_PROJECT_ROOT": str(repository.folder),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": rest,
        "REMOTE_USER": call.principal,
        "REQUEST_METHOD": environ["REQUEST_METHOD"],
        "QUERY_STRING": environ.get("QUERY_STRING", ""),
        "CONTENT_TYPE": environ.get("CONTENT_TYPE", ""),
        "HTTP_CONTENT_ENCODING": environ.get("HTTP_CONTENT_ENCODING", ""),
        "GIT_PROTOCOL": environ.get("HTTP_GIT_PROTOCOL", ""),
    }
    with (call.world.root / "logs" / "git.log").open("ab") as log:
        return subprocess.Popen(
            ["git", "http-backend"],  # noqa: S607 - the user's git, wherever it is
            env=variables,
            stdin=body,
            stdout=subprocess.PIPE,
            stderr=log,
        )


def _headers(process: subprocess.Popen[bytes]) -> tuple[str, list[tuple[str, str]]]:
    headers = {}
    for line in iter(_output(process).readline, b""):
        if not line.strip():
            break
        name, _, value = line.decode("latin-1").strip().partition(": ")
        headers[name] = value
    if not headers:
        return "500 Internal Server Error", []
    return headers.pop("Status", "200 OK"), list(headers.items())


def _content(call: Call, repository: Repository, process: subprocess.Popen[bytes], *, push: bool) -> Iterator[bytes]:
    output = _output(process)
    try:
        while chunk := output.read(_CHUNK):
            yield chunk
    finally:
        output.close()
        process.wait()
        if push:
            announce(call, repository)


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise TypeError("git http-backend was started without a pipe")
    return process.stdout
