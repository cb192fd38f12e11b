"""The model as an endpoint would serve it: loaded and asked through the handler that travels with it."""

import importlib.util
import json
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from shared_libraries.tasks import TASKS


@dataclass(frozen=True)
class Model:
    task: str
    features: tuple[str, ...]
    answer: Callable[[np.ndarray], np.ndarray]


def load(archive: Path) -> Model:
    """From model.tar.gz to a model that answers as an endpoint does; what an endpoint could not serve is refused."""
    if not archive.is_file():
        raise ValueError(f"there is no {archive.name} in {archive.parent}: did the training step leave a model?")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
        for needed in ("task.json", "code/inference.py"):
            if not (folder / needed).is_file():
                raise ValueError(f"{archive.name} has no {needed}: an endpoint could not serve it")
        facts = json.loads((folder / "task.json").read_text(encoding="utf-8"))
        if facts["task"] not in TASKS:
            raise ValueError(f"task.json of {archive.name} has the task {facts['task']!r}; known: {', '.join(TASKS)}")
        handler = module(folder / "code" / "inference.py")
        loaded = handler.model_fn(name)
    return Model(facts["task"], tuple(facts["features"]), lambda rows: handler.predict_fn(rows, loaded))


def module(file: Path) -> Any:
    specification = importlib.util.spec_from_file_location(f"served_{file.stem}", file)
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded
