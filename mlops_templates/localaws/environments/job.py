"""What a job finds on its PATH: commands that follow the job from environment to environment."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

import mlops_templates
from mlops_templates.localaws.environments.cache import environments_folder
from mlops_templates.localaws.environments.python_environment import PythonEnvironment

_PYTHON = '#!/bin/sh\nexec {bin}/current/bin/python "$@"\n'
_PIP = """#!/bin/sh
exec {python} -I -c 'import sys; sys.path.append(sys.argv.pop(1))
from mlops_templates.localaws.environments.pip_command import main
sys.exit(main(sys.argv[1:]))' {root} {bin} "$@"
"""
_VARIABLES = "installer.json"
_FOR_INSTALLERS = ("PIP_", "UV_", "SSL_CERT_", "XDG_")
_ALSO_FOR_INSTALLERS = frozenset(
    [
        "ALL_PROXY",
        "HOME",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "LANG",
        "NETRC",
        "NO_PROXY",
        "PATH",
        "REQUESTS_CA_BUNDLE",
        "TMPDIR",
    ]
)


def make_bin(folder: Path, environment: PythonEnvironment) -> Path:
    """Make the job's own `bin` folder, with the environment as the current one."""
    bin_folder = folder / "bin"
    bin_folder.mkdir(parents=True, exist_ok=True)
    words = {
        "bin": shlex.quote(str(bin_folder)),
        "python": shlex.quote(sys.executable),
        "root": shlex.quote(str(Path(mlops_templates.__file__).parent.parent)),
    }
    minor = f"3.{sys.version_info.minor}"
    for version in ("", "3", minor):
        _write_command(bin_folder / f"python{version}", _PYTHON.format(**words))
        _write_command(bin_folder / f"pip{version}", _PIP.format(**words))
    _write_installer_variables(bin_folder)
    switch(bin_folder, environment)
    return bin_folder


def search_path(bin_folder: Path) -> str:
    """The PATH of a job: its own commands, those of the current environment, those of the machine."""
    return f"{bin_folder}:{bin_folder}/current/bin:/usr/local/bin:/usr/bin:/bin"


def switch(bin_folder: Path, environment: PythonEnvironment) -> None:
    """Make the environment the job's current one, between one command and the next."""
    link = bin_folder / f"current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(environment.path)
    link.replace(bin_folder / "current")


def current(bin_folder: Path) -> PythonEnvironment:
    return PythonEnvironment((bin_folder / "current").readlink())


def installer_variables(bin_folder: Path, job: Mapping[str, str]) -> dict[str, str]:
    """The environment of an installer: the user's proxies, caches and indexes, and what the job says about pip."""
    recorded: dict[str, str] = json.loads((bin_folder / _VARIABLES).read_text(encoding="utf-8"))
    said = {name: value for name, value in job.items() if name.startswith(("PIP_", "UV_"))}
    return recorded | said


def _write_installer_variables(bin_folder: Path) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(_FOR_INSTALLERS) or name.upper() in _ALSO_FOR_INSTALLERS
    }
    kept["MLOPS_TEMPLATES_CACHE"] = str(environments_folder().parent)
    path = bin_folder / _VARIABLES
    # The address of a private index may hold a password.
    path.touch(mode=0o600)
    path.write_text(json.dumps(kept), encoding="utf-8")


def _write_command(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
