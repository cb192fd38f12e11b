"""The git program, without the settings of the user who runs the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

LONGEST = 10_000
"""Characters in the name of an object: a path has 4,096."""


def require() -> None:
    """Make sure that git is installed.

    Raises:
        MlopsTemplatesError: if it is not.
    """
    if shutil.which("git") is None:
        raise MlopsTemplatesError("git was not found. Install git (https://git-scm.com) and try again.")


def variables() -> dict[str, str]:
    """The environment of a git process: nothing of the user's configuration, nor of a surrounding git hook."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def run(repository: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git on a bare repository and give what it printed.

    Raises:
        subprocess.CalledProcessError: if git fails.
    """
    done = subprocess.run(  # noqa: S603 - git, with arguments that were checked by the callers
        ["git", f"--git-dir={repository}", *arguments],  # noqa: S607 - the user's git, wherever it is
        input=stdin,
        capture_output=True,
        env=variables(),
        check=True,
    )
    return done.stdout


def create(repository: Path) -> None:
    """Make an empty bare repository that accepts pushes over HTTP."""
    repository.parent.mkdir(parents=True, exist_ok=True)
    run(repository, "init", "--quiet", "--bare", "--initial-branch=main")
    run(repository, "config", "http.receivepack", "true")


def object_id(repository: Path, expression: str) -> str | None:
    """The id of what a git expression names, such as `main^{commit}`; None if there is no such thing."""
    if "\0" in expression or len(expression) > LONGEST:
        return None  # no program can be given it
    try:
        return run(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", expression).decode().strip()
    except subprocess.CalledProcessError:
        return None


def references(repository: Path) -> dict[str, str]:
    """All branches and tags with the objects they point to, by full name."""
    lines = run(repository, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags")
    pairs = (line.split(" ", 1) for line in lines.decode().splitlines())
    return {name: target for target, name in pairs}
