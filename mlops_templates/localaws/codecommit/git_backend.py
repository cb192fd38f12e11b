"""One request of git's smart HTTP protocol, answered by the real git on a bare repository."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.world import World

_CHUNK = 64 * 1024


def pushes(environ: dict[str, Any], rest: str) -> bool:
    """Whether a request is about a push; `rest` is its path below that of the repository."""
    return "git-receive-pack" in rest + str(environ.get("QUERY_STRING", ""))


def serve(
    world: World,
    environ: dict[str, Any],
    start_response: Callable[..., Any],
    repository: Path,
    rest: str,
    *,
    user: str,
    pushed: Callable[[], None],
) -> Iterable[bytes]:
    """Answer a request; `pushed` is called when a push is through."""
    with tempfile.TemporaryFile() as body:
        # Read to its end first: a process that is fed and read at the same time can block both ways.
        _copy_body(environ, body)
        process = _backend(world, environ, repository, rest, user, body)
    status, headers = _headers(process)
    start_response(status, headers)
    return _content(process, pushed if rest == "/git-receive-pack" else None)


def refuse(error: AwsError, start_response: Callable[..., Any], realm: str = "AWS CodeCommit") -> Iterable[bytes]:
    """As git understands it: with 401 it asks its credential helper and comes again."""
    text = f"{error.message}\n".encode()
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))]
    if error.status == 401:
        headers.append(("WWW-Authenticate", f'Basic realm="{realm}"'))
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
    world: World, environ: dict[str, Any], repository: Path, rest: str, user: str, body: IO[bytes]
) -> subprocess.Popen[bytes]:
    variables = {
        **git.variables(),
        "GIT_PROJECT_ROOT": str(repository),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": rest,
        "REMOTE_USER": user,
        "REQUEST_METHOD": environ["REQUEST_METHOD"],
        "QUERY_STRING": environ.get("QUERY_STRING", ""),
        "CONTENT_TYPE": environ.get("CONTENT_TYPE", ""),
        "HTTP_CONTENT_ENCODING": environ.get("HTTP_CONTENT_ENCODING", ""),
        "GIT_PROTOCOL": environ.get("HTTP_GIT_PROTOCOL", ""),
    }
    with (world.root / "logs" / "git.log").open("ab") as log:
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


def _content(process: subprocess.Popen[bytes], pushed: Callable[[], None] | None) -> Iterator[bytes]:
    output = _output(process)
    try:
        while chunk := output.read(_CHUNK):
            yield chunk
    finally:
        output.close()
        process.wait()
        if pushed:
            pushed()


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdout is None:
        raise TypeError("git http-backend was started without a pipe")
    return process.stdout
