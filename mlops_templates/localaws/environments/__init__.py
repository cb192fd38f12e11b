"""Python environments for jobs: made once per list of requirements, shared by all jobs, never in the user's Python.

    base -> the packages of a framework image -> a job's requirements.txt -> what its commands install

Each arrow is a new environment, found again by the digest of its parent, the arguments and the bytes of the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mlops_templates.localaws.environments import job
from mlops_templates.localaws.environments.base import base
from mlops_templates.localaws.environments.images import known, requirements_of
from mlops_templates.localaws.environments.job import search_path
from mlops_templates.localaws.environments.python_environment import PythonEnvironment
from mlops_templates.localaws.environments.request import request
from mlops_templates.localaws.environments.resolution import Resolution, resolve

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

__all__ = [
    "PythonEnvironment",
    "base",
    "for_image",
    "for_requirements",
    "job_bin",
    "known",
    "prepare",
    "search_path",
]


def for_requirements(world: World, parent: PythonEnvironment, arguments: Sequence[str], cwd: Path) -> PythonEnvironment:
    """The environment that `pip install ARGUMENTS`, typed in `cwd`, makes of its parent.

    Raises:
        MlopsTemplatesError: with pip's last lines, if the packages cannot be installed.
    """
    return _resolve(parent, arguments, cwd, world.root / "work" / "environments").environment


def for_image(world: World, image_uri: str) -> PythonEnvironment:
    """The environment with the packages of a framework image.

    Raises:
        AwsError: NotEmulated, if the packages of the image are not known here.
    """
    return for_requirements(world, base(), ["-r", str(requirements_of(image_uri))], world.root)


def job_bin(world: World, folder: Path, environment: PythonEnvironment) -> Path:
    """Give the job in `folder` its own `python` and `pip`; the PATH that finds them is `search_path(...)` of it."""
    return job.make_bin(folder, environment)


def prepare(
    requirements: Sequence[Path],
    images: Sequence[str] = (),
    *,
    steps: Sequence[Path] = (),
    report: Callable[[str], None] = lambda line: None,
) -> None:
    """Make environments before anybody waits for them.

    Those of requirement files, of images, and of what the steps of a pipeline install over an image without
    dependencies (the image has them).
    """

    def make(parent: PythonEnvironment, arguments: Sequence[str]) -> PythonEnvironment:
        resolution = _resolve(parent, arguments, Path.cwd(), Path(os.devnull))
        how = "in the cache" if resolution.seconds is None else f"made in {resolution.seconds:.1f} s"
        report(f"{arguments[-1]}: environment {resolution.environment.name} ({how})")
        return resolution.environment

    for path in requirements:
        make(base(), ["-r", str(path.resolve())])
    for image in images:
        environment = make(base(), ["-r", str(requirements_of(image))])
        for path in steps:
            make(environment, ["--no-deps", "-r", str(path.resolve())])


def _resolve(parent: PythonEnvironment, arguments: Sequence[str], cwd: Path, private: Path) -> Resolution:
    return resolve(parent, request(["install", *arguments], cwd), private=private, variables=os.environ)
