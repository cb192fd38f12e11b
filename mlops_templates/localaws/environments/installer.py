"""Runs uv or pip on an environment that is being made."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.environments.base import with_pip
from mlops_templates.localaws.environments.python_environment import PythonEnvironment
from mlops_templates.localaws.environments.request import Request

_UV_KNOWS = frozenset(
    [
        "--constraint",
        "--editable",
        "--extra-index-url",
        "--find-links",
        "--index-url",
        "--no-binary",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--only-binary",
        "--requirement",
        "--require-hashes",
        "--upgrade",
    ]
) | {""}


def install(request: Request, environment: PythonEnvironment, variables: Mapping[str, str]) -> None:
    """Carry the request out inside the environment.

    Raises:
        MlopsTemplatesError: with the installer's last lines, if it fails.
    """
    done = subprocess.run(  # noqa: S603 - an installer and the arguments that a user gave to it
        _command(request, environment, variables),
        cwd=request.cwd,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        asked = " ".join([request.command, *request.words()])
        lines = "\n".join(f"  {line}" for line in done.stdout.splitlines()[-15:])
        raise MlopsTemplatesError(f"pip {asked} failed in {request.cwd}:\n{lines}")


def _command(request: Request, environment: PythonEnvironment, variables: Mapping[str, str]) -> list[str]:
    uv = shutil.which("uv", path=variables.get("PATH"))
    if uv and request.command == "install" and all(argument.option in _UV_KNOWS for argument in request.arguments):
        return [uv, "pip", "install", "--python", str(environment.python), "--compile-bytecode", *request.words()]
    pip = [str(with_pip().python), "-m", "pip", "--python", str(environment.python)]
    quiet = ["--disable-pip-version-check", "--no-input", "--root-user-action", "ignore"]
    special = ["--yes"] if request.command == "uninstall" else ["--no-warn-script-location"]
    return [*pip, request.command, *quiet, *special, *request.words()]
