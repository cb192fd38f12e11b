"""Writes commits into a bare repository, without a working tree, through `git fast-import`."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.codecommit import git
from mlops_templates.localaws.errors import AwsError

NORMAL, EXECUTABLE, SYMLINK = "100644", "100755", "120000"


@dataclass(frozen=True)
class Put:
    """A file as it is after the commit."""

    path: str
    content: bytes
    mode: str = NORMAL


@dataclass(frozen=True)
class Delete:
    """A file that the commit takes away."""

    path: str


@dataclass(frozen=True)
class Author:
    """Who a commit is by."""

    name: str
    email: str


def check_path(path: str) -> str:
    """The path itself, if it stays inside the repository and out of git's own folder.

    Raises:
        AwsError: InvalidPathException.
    """
    parts = path.split("/")
    if any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts) or "\0" in path or "\\" in path:
        raise AwsError("InvalidPathException", f"The specified path is not valid: {path!r}")
    return path


def write_commit(
    repository: Path, branch: str, *, parent: str | None, author: Author, message: str, changes: Sequence[Put | Delete]
) -> str:
    """Add a commit to a branch, which must stand at `parent` (None: must not exist), and give the commit's id.

    Raises:
        subprocess.CalledProcessError: if the branch has moved, or a path cannot be in a repository.
    """
    who = f"{_plain(author.name)} <{_plain(author.email)}> {int(time.time())} +0000".lstrip()
    stream = [f"commit refs/heads/{branch}\ncommitter {who}\n".encode(), _data(message.encode())]
    if parent:
        stream.append(f"from {parent}\n".encode())
    stream.extend(_change(change) for change in changes)
    git.run(repository, "fast-import", "--quiet", "--done", stdin=b"".join([*stream, b"done\n"]))
    head = git.object_id(repository, f"refs/heads/{branch}")
    if head is None:
        raise subprocess.CalledProcessError(1, "git fast-import")
    return head


def _change(change: Put | Delete) -> bytes:
    quoted = change.path.replace('"', '\\"').replace("\n", "\\n")
    if isinstance(change, Delete):
        return f'D "{quoted}"\n'.encode()
    return f'M {change.mode} inline "{quoted}"\n'.encode() + _data(change.content)


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "<>\n\0")
