"""Request handler of the endpoint: travels in model.tar.gz under code/ and stands alone.

Accepts `text/csv` (no header, one row a line) and `application/json` (`{"instances": [[…], …]}`); answers with the
probability of the positive class as `text/csv` (one a line) or `application/json` (`{"predictions": […]}`).
A wrong request gets a 4xx status and a message without any of its data.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

CSV, JSON = "text/csv", "application/json"


def refusal(status: int, message: str) -> Exception:
    """The exception that the serving image turns into an HTTP status; without that image a ValueError."""
    try:
        from sagemaker_inference.errors import GenericInferenceToolkitError
    except ImportError:
        return ValueError(message)
    return GenericInferenceToolkitError(status, message)


def model_fn(model_dir: str) -> Any:
    return joblib.load(Path(model_dir) / "model.joblib")


def input_fn(body: str | bytes, content_type: str) -> np.ndarray:
    kind = media_type(content_type)
    if kind not in (CSV, JSON):
        raise refusal(415, f"content type must be {CSV} or {JSON}")
    try:
        text = body if isinstance(body, str) else bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        raise refusal(400, "the body is not UTF-8 text") from None
    return matrix(csv_rows(text) if kind == CSV else json_rows(text))


def predict_fn(data: np.ndarray, model: Any) -> np.ndarray:
    if data.shape[1] != model.n_features_in_:
        raise refusal(400, f"each row needs {model.n_features_in_} values, but has {data.shape[1]}")
    return model.predict_proba(data)[:, 1]


def output_fn(prediction: np.ndarray, accept: str) -> tuple[str, str]:
    kinds = {media_type(part) for part in (accept or "*/*").split(",")}
    if kinds & {JSON, "*/*", "application/*"}:
        return json.dumps({"predictions": [float(value) for value in prediction]}), JSON
    if kinds & {CSV, "text/*"}:
        return "\n".join(repr(float(value)) for value in prediction), CSV
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
