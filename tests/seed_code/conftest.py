"""Each seed runs as itself, in an environment made from its own requirements."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mlops_templates.localaws import environments
from mlops_templates.localaws.world import World


@pytest.fixture(scope="session")
def python_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Gives the interpreter of the environment that a seed's requirements.txt makes."""
    world = World(tmp_path_factory.mktemp("world"))

    def python(seed: Path) -> Path:
        return environments.for_requirements(world, environments.base(), ["-r", "requirements.txt"], seed).python

    return python


@pytest.fixture(scope="session")
def plain_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a child process that knows no AWS and no user."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path_factory.mktemp("home")), "PYTHONDONTWRITEBYTECODE": "1"}
