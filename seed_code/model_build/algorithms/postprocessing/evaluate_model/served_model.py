"""The model as an endpoint would serve it: loaded and asked through the handler that travels with it."""

import importlib.util
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

Model = Callable[[np.ndarray], np.ndarray]


def load(archive: Path) -> Model:
    """From model.tar.gz to a function that gives the probability of the positive class for each row."""
    if not archive.is_file():
        raise ValueError(f"there is no {archive.name} in {archive.parent}: did the training step leave a model?")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
        handler_file = Path(folder) / "code" / "inference.py"
        if not handler_file.is_file():
            raise ValueError(f"{archive.name} has no code/inference.py: an endpoint could not serve it")
        specification = importlib.util.spec_from_file_location("served_handler", handler_file)
        handler = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(handler)
        model = handler.model_fn(folder)
    return lambda rows: handler.predict_fn(rows, model)
