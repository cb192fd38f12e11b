"""A copy of the seed, its interpreter, and a project in moto."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests.seed_code.model_deploy.fake_registry import Project

RunIn = Callable[..., subprocess.CompletedProcess[str]]
Release = Callable[[str], tuple[Project, Path]]
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
    return new_project(moto)


@pytest.fixture(scope="session")
def release(moto: str, tmp_path_factory: pytest.TempPathFactory, run_in: RunIn) -> Release:
    """Makes a project that serves a release of this task at both stages; with its rendered files, once a task."""
    return cache(partial(_released, moto, tmp_path_factory, run_in))


def _released(moto: str, tmp_path_factory: pytest.TempPathFactory, run_in: RunIn, task: str) -> tuple[Project, Path]:
    project = new_project(moto, task)
    arn = project.register("Approved", task)
    folder = Path(shutil.copytree(SEED, tmp_path_factory.mktemp("released") / "repository", ignore=IGNORED))
    got = run_in(folder, "deployment", **project.environment)
    assert got.returncode == 0, got.stderr
    for stage in ("staging", "prod"):
        project.deploy(stage, arn)
    return project, folder / "rendered"


@pytest.fixture(scope="session")
def released(release: Release) -> tuple[Project, Path]:
    """A project that serves one release of a binary model at both stages, and the rendered files of that release."""
    return release("binary")


def new_project(moto: str, task: str = "binary") -> Project:
    project = Project(moto, f"churn{uuid.uuid4().hex[:6]}")
    project.create(task)
    return project


@pytest.fixture(scope="session")
def run_in(python_of: Callable[[Path], Path], plain_environment: dict[str, str]) -> RunIn:
    """Runs a module of a copy of the seed in the seed's own environment."""

    def run_in(folder: Path, *module: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python_of(SEED), "-m", *module],
            cwd=folder,
            env={**plain_environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run_in


@pytest.fixture
def run(seed: Path, run_in: RunIn) -> RunIn:
    """The same, in this test's copy."""
    return partial(run_in, seed)
