"""Finds the environment that a request leads to, and makes it when nobody has asked for it before."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.environments import cache
from mlops_templates.localaws.environments.base import stand_in_for_pip
from mlops_templates.localaws.environments.installer import install
from mlops_templates.localaws.environments.layering import copy_of
from mlops_templates.localaws.environments.python_environment import PythonEnvironment
from mlops_templates.localaws.environments.request import Request


@dataclass(frozen=True)
class Resolution:
    """The environment that answers a request; `seconds` is None if it was there already."""

    environment: PythonEnvironment
    seconds: float | None


def resolve(parent: PythonEnvironment, request: Request, *, private: Path, variables: Mapping[str, str]) -> Resolution:
    """Lay the requested packages over the parent's.

    The result is cached for everybody, unless it contains code from a job's own folder: then it is made in `private`.
    """
    if request.empty:
        return Resolution(parent, None)

    def make(folder: Path) -> None:
        environment = copy_of(parent, folder)
        install(request, environment, variables)
        stand_in_for_pip(environment)

    folder = _folder(parent, request, private)
    started = time.monotonic()
    made = cache.make_once(folder, make)
    return Resolution(PythonEnvironment(folder), time.monotonic() - started if made else None)


def _folder(parent: PythonEnvironment, request: Request, private: Path) -> Path:
    shared = cache.environments_folder()
    if request.local or parent.path.parent != shared:
        return private / uuid.uuid4().hex[:16]
    digest = hashlib.sha256("\0".join((parent.name, *request.identity())).encode())
    return shared / digest.hexdigest()[:16]
