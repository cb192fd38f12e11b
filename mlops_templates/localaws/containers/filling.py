"""Putting an image together: its files in a folder, its packages in an environment, step by step as it was made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.containers import layer
from mlops_templates.localaws.containers.image import Files, Image, Packages
from mlops_templates.localaws.containers.reference import parse
from mlops_templates.localaws.environments.base import base
from mlops_templates.localaws.environments.images import requirements_of
from mlops_templates.localaws.environments.options import Argument
from mlops_templates.localaws.environments.options import parse as parse_options
from mlops_templates.localaws.environments.python_environment import PythonEnvironment
from mlops_templates.localaws.environments.request import request
from mlops_templates.localaws.environments.resolution import resolve

_FILES = frozenset({"--requirement", "--constraint"})


def fill(
    image: Image, root: Path, layer_at: Callable[[str], Path], variables: Mapping[str, str] = os.environ
) -> PythonEnvironment:
    """Lay the files of an image into `root`; the environment with its packages. `variables` are an installer's.

    Raises:
        MlopsTemplatesError: with pip's last lines, if packages cannot be installed.
    """
    environment = base_of(image.base, variables)
    for step in image.steps:
        if isinstance(step, Files):
            layer.unpack(layer_at(step.digest), root)
        else:
            environment = installed(environment, step, root, variables)
    inside(root, image.folder).mkdir(parents=True, exist_ok=True)
    return environment


def base_of(reference: str, variables: Mapping[str, str] = os.environ) -> PythonEnvironment:
    """The packages of an image that is known here: none of Python's own, those of a framework image of AWS."""
    known = parse(reference)
    if known and known.is_python:
        return base()
    words = ["install", "-r", str(requirements_of(reference))]
    return resolve(base(), request(words, Path("/")), private=Path(os.devnull), variables=variables).environment


def installed(
    parent: PythonEnvironment, step: Packages, root: Path, variables: Mapping[str, str] = os.environ
) -> PythonEnvironment:
    """The environment after `pip install`, said in a folder of the image.

    Raises:
        MlopsTemplatesError: pip fails, or the words ask for more than packages of an index.
    """
    folder = inside(root, step.folder)
    folder.mkdir(parents=True, exist_ok=True)
    asked = request(["install", *_words(step.words, root)], folder)
    if not asked.changes_environment or asked.local:
        raise MlopsTemplatesError(f"not emulated: pip install {' '.join(step.words)} (packages of an index only)")
    return resolve(parent, asked, private=Path(os.devnull), variables=variables).environment


def inside(root: Path, path: str) -> Path:
    """Where an absolute path of the image is."""
    return root / PurePosixPath(path).relative_to("/")


def _words(words: Iterable[str], root: Path) -> list[str]:
    """The words with the paths of files as they are on this machine."""
    mapped = (
        Argument(each.option, str(inside(root, each.value)))
        if each.option in _FILES and each.value.startswith("/")
        else each
        for each in parse_options(list(words))
    )
    return [word for argument in mapped for word in argument.words()]
