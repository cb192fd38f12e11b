"""One prediction from an endpoint over HTTP, on a row that the model has never seen."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Prediction:
    """What the endpoint answered for a held-out row, what is true of it, and how long the answer took."""

    answer: str
    truth: str
    milliseconds: float


def predict(runtime: Any, endpoint: str, held_out: bytes) -> Prediction:
    """Send the first held-out row (target in the first column) as CSV."""
    rows = csv.reader(io.StringIO(held_out.decode("utf-8")))
    next(rows)
    truth, *features = next(rows)
    begun = time.monotonic()
    answer = runtime.invoke_endpoint(
        EndpointName=endpoint, ContentType="text/csv", Accept="text/csv", Body=",".join(features).encode()
    )
    text = answer["Body"].read().decode("utf-8").strip()
    return Prediction(text, truth, 1000 * (time.monotonic() - begun))
