"""Captured requests, as SageMaker writes them: one JSON object per line, with what was asked and what was answered."""

import base64
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

Row = list[str]


def rows_of(text: str) -> Iterator[Row]:
    """The rows of all requests in a captured file; a request that holds no rows gives none."""
    for line in text.splitlines():
        if line.strip():
            request = json.loads(line)["captureData"].get("endpointInput")
            yield from _rows(request) if request else ()


def _rows(request: dict[str, Any]) -> Iterator[Row]:
    kind = str(request.get("observedContentType", "")).split(";")[0].strip().lower()
    if kind == "text/csv":
        yield from (row for row in csv.reader(io.StringIO(_body(request))) if row)
    elif kind == "application/json":
        yield from _instances(_body(request))


def _body(request: dict[str, Any]) -> str:
    data = str(request.get("data", ""))
    if request.get("encoding") == "BASE64":
        return base64.b64decode(data).decode("utf-8", "replace")
    return data


def _instances(body: str) -> Iterator[Row]:
    # The endpoint refuses what is malformed, and captures it nevertheless.
    try:
        document = json.loads(body)
    except ValueError:
        return
    instances = document.get("instances") if isinstance(document, dict) else None
    for row in instances if isinstance(instances, list) else []:
        if isinstance(row, list):
            yield ["" if cell is None else str(cell) for cell in row]
