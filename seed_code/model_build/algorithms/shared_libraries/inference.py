"""Request handler of every endpoint: travels in model.tar.gz as code/inference.py and stands alone.

Accepts `text/csv` (no header, one row a line) and `application/json` (`{"instances": [[…], …]}`); answers as `text/csv`
(one line for each row) or `application/json` (`{"predictions": […]}`). An answer is the probability of the positive
class (binary), the value (regression), or the probabilities of all classes in their order (multiclass).
A wrong request gets a 4xx status and a message without any of its data.

How a model is loaded and asked says code/prediction.py, what it is for says task.json; both come from its training.
"""

import csv
import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CSV, JSON = "text/csv", "application/json"


def refusal(status: int, message: str) -> Exception:
    """The exception that the serving image turns into an HTTP status; without that image a ValueError."""
    try:
        from sagemaker_inference.errors import GenericInferenceToolkitError
    except ImportError:
        return ValueError(message)
    return GenericInferenceToolkitError(status, message)


@dataclass(frozen=True)
class Served:
    features: int
    answer: Callable[[np.ndarray], np.ndarray]


def model_fn(model_dir: str) -> Served:
    folder = Path(model_dir)
    facts = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    prediction = module(folder / "code" / "prediction.py")
    model = prediction.load(folder)
    return Served(len(facts["features"]), lambda rows: prediction.predict(model, rows, facts["task"]))


def module(file: Path) -> Any:
    """By its path: servers differ in where they look for modules, and a process may hold several models."""
    specification = importlib.util.spec_from_file_location(file.stem, file)
    loaded = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(loaded)
    return loaded


def input_fn(body: str | bytes, content_type: str) -> np.ndarray:
    kind = media_type(content_type)
    if kind not in (CSV, JSON):
        raise refusal(415, f"content type must be {CSV} or {JSON}")
    try:
        text = body if isinstance(body, str) else bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        raise refusal(400, "the body is not UTF-8 text") from None
    return matrix(csv_rows(text) if kind == CSV else json_rows(text))


def predict_fn(data: np.ndarray, model: Served) -> np.ndarray:
    if data.shape[1] != model.features:
        raise refusal(400, f"each row needs {model.features} values, but has {data.shape[1]}")
    return model.answer(data)


def output_fn(prediction: np.ndarray, accept: str) -> tuple[str, str]:
    kinds = {media_type(part) for part in (accept or "*/*").split(",")}
    answers = np.asarray(prediction, dtype=float).tolist()
    if kinds & {JSON, "*/*", "application/*"}:
        return json.dumps({"predictions": answers}), JSON
    if kinds & {CSV, "text/*"}:
        return "\n".join(",".join(map(repr, line)) if isinstance(line, list) else repr(line) for line in answers), CSV
    raise refusal(406, f"the answer can be {CSV} or {JSON}")


def media_type(value: str | None) -> str:
    return (value or "").split(";")[0].strip().lower()


def csv_rows(text: str) -> list[list[str]]:
    return [row for row in csv.reader(text.splitlines()) if row]


def json_rows(text: str) -> list[Any]:
    try:
        rows = json.loads(text)["instances"]
    except (ValueError, KeyError, TypeError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refusal(400, 'the body must be {"instances": [[value, …], …]}')
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for row in rows for value in row):
        raise refusal(400, "values must be numbers")
    return rows


def matrix(rows: Sequence[Sequence[Any]]) -> np.ndarray:
    if not rows:
        raise refusal(400, "the body has no row")
    if len({len(row) for row in rows}) != 1:
        raise refusal(400, "rows differ in their number of values")
    try:
        data = np.asarray(rows, dtype=float)
    except (ValueError, OverflowError):
        raise refusal(400, "values must be numbers") from None
    if not np.isfinite(data).all():
        raise refusal(400, "values must be finite numbers")
    return data
