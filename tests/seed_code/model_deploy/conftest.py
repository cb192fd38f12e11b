"""A copy of the seed, its interpreter, and a project in moto."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests.seed_code.model_deploy.fake_registry import Project

SEED = Path(__file__).parents[3] / "seed_code" / "model_deploy"
IGNORED = shutil.ignore_patterns(".venv", "__pycache__", ".pytest_cache", ".ruff_cache", "rendered", "reports")


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A fresh copy of the seed, as a project's repository is one."""
    return Path(shutil.copytree(SEED, tmp_path / "repository", ignore=IGNORED))


@pytest.fixture
def project(moto: str) -> Project:
    project = Project(moto, f"churn{uuid.uuid4().hex[:6]}")
    project.create()
    return project


@pytest.fixture
def run(
    seed: Path, python_of: Callable[[Path], Path], plain_environment: dict[str, str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a module of the seed in the seed's own environment."""

    def run(*module: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python_of(SEED), "-m", *module],
            cwd=seed,
            env={**plain_environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
