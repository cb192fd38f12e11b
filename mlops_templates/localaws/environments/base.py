"""The environments that all others are made from: a bare one, and the one that holds pip."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.environments import cache
from mlops_templates.localaws.environments.python_environment import PythonEnvironment

_RECIPE = 1
"""Part of every digest: raise it when environments are made in another way, so that old ones are not used."""

_STAND_IN = Path(__file__).with_name("pip_stand_in.py")


def base() -> PythonEnvironment:
    """The interpreter of this process without any package."""
    folder = cache.environments_folder() / _digest("base")
    cache.make_once(folder, _make_bare)
    return PythonEnvironment(folder)


def with_pip() -> PythonEnvironment:
    """An environment whose pip works on the others, which have none of their own."""
    folder = cache.environments_folder() / f"pip-{_digest('pip')}"
    cache.make_once(folder, _make_with_pip)
    return PythonEnvironment(folder)


def make_empty(folder: Path) -> None:
    """A virtual environment of this interpreter that has no packages yet."""
    venv.EnvBuilder(symlinks=True).create(folder)


def stand_in_for_pip(environment: PythonEnvironment) -> None:
    """Let `python -m pip` inside the environment reach the job's pip instead of changing what others share."""
    package = site_packages(environment) / "pip"
    package.mkdir(exist_ok=True)
    for name, source in (("__init__.py", None), ("__main__.py", _STAND_IN)):
        # Unlinked first: the file may be a hard link into another environment.
        (package / name).unlink(missing_ok=True)
        if source:
            shutil.copyfile(source, package / name)
        else:
            (package / name).touch()


def site_packages(environment: PythonEnvironment) -> Path:
    version = sys.version_info
    return environment.path / "lib" / f"python{version.major}.{version.minor}" / "site-packages"


def _make_bare(folder: Path) -> None:
    make_empty(folder)
    stand_in_for_pip(PythonEnvironment(folder))


def _make_with_pip(folder: Path) -> None:
    try:
        venv.EnvBuilder(symlinks=True, with_pip=True).create(folder)
    except subprocess.CalledProcessError as error:
        raise MlopsTemplatesError(
            "This Python cannot make virtual environments with pip.\n"
            "Install its venv module (Debian and Ubuntu: apt install python3-venv) or uv."
        ) from error


def _digest(kind: str) -> str:
    facts = (kind, str(_RECIPE), sys.version, sys.base_prefix, platform.machine())
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:16]
