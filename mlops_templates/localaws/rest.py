"""Which operation of a service that speaks REST with JSON a request is: method and path tell."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import botocore.exceptions
from werkzeug.wrappers import Request

from mlops_templates.localaws import wire

_LABEL = re.compile(r"\{(\w+)(\+?)\}")


def operation_of(service: str, request: Request) -> tuple[str, Mapping[str, str]] | None:
    """The API name and the parameters in the path; None when the service has none like that."""
    path = _path(request)
    for operation, method, pattern, labels, query in _operations(service):
        found = pattern.fullmatch(path) if method == request.method else None
        if found and all(request.args.get(name) == value for name, value in query):
            return operation, {label: unquote(text) for label, text in zip(labels, found.groups(), strict=True)}
    return None


def _path(request: Request) -> str:
    """The path as it was sent: a slash within a name is not one between names."""
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.path)
    return raw.partition("?")[0]


@functools.cache
def _operations(service: str) -> tuple[tuple[str, str, re.Pattern[str], list[str], list[tuple[str, str]]], ...]:
    """Name, method, path, its labels and its fixed query; those that say more come first."""
    try:
        model: Any = wire.service_model(service)
    except botocore.exceptions.UnknownServiceError:
        return ()
    if "rest-json" not in (model.metadata.get("protocols") or [model.metadata["protocol"]]):
        return ()
    rows = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path, _, query = http["requestUri"].partition("?")
        pattern = "".join(_pieces(path))
        fixed = [(key, value) for key, _, value in (pair.partition("=") for pair in query.split("&") if pair)]
        rows.append((name, http["method"], re.compile(pattern), [label for label, _ in _LABEL.findall(path)], fixed))
    return tuple(sorted(rows, key=lambda row: (len(row[3]), -len(row[4]))))


def _pieces(path: str) -> list[str]:
    """The regular expression of a path: literals and labels in turn."""
    split = re.split(r"(\{\w+\+?\})", path)
    return [_label(piece) if _LABEL.fullmatch(piece) else re.escape(piece) for piece in split]


def _label(piece: str) -> str:
    return "(.+)" if piece.endswith("+}") else "([^/]+)"
