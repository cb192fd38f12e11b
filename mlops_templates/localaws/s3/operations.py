"""Which operation of S3 a request is: S3 names none, it is told by method, path, query and headers."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

from mlops_templates.localaws.wire import service_model

_MARK = "x-id"
"""What clients add to requests that would look alike otherwise."""


@dataclass(frozen=True)
class _Form:
    """How the requests of one operation look."""

    operation: str
    method: str
    depth: int
    """0 for the service, 1 for a bucket, 2 for an object."""
    query: tuple[tuple[str, str], ...]
    """Names that must be there, with their value when it is fixed."""
    headers: tuple[str, ...]
    mark: str

    @property
    def demands(self) -> int:
        return len(self.query) + len(self.headers)

    def fits(self, request: Request, depth: int) -> bool:
        return (
            (self.method, self.depth) == (request.method, depth)
            and all(name in request.args and value in ("", request.args[name]) for name, value in self.query)
            and all(name in request.headers for name in self.headers)
        )


def operation_of(request: Request) -> str:
    """The API name of the operation; method and path when S3 has none like that."""
    bucket, _, key = request.path.lstrip("/").partition("/")
    depth = 2 if key else 1 if bucket else 0
    fitting = [form for form in _forms() if form.fits(request, depth)]
    if not fitting:
        return f"{request.method} {request.path}"
    return max(fitting, key=lambda form: (form.demands, form.mark == request.args.get(_MARK, ""))).operation


@functools.cache
def _forms() -> tuple[_Form, ...]:
    return tuple(_read_forms())


def _read_forms() -> Iterator[_Form]:
    model = service_model("s3")
    for name in model.operation_names:
        operation: Any = model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        depth = {"/": 0, "/{Bucket}": 1, "/{Bucket}/{Key+}": 2}.get(path)
        if depth is None or operation.deprecated:
            continue
        fixed = dict(parse_qsl(query, keep_blank_values=True))
        mark = fixed.pop(_MARK, "")
        needed = dict(_needed(operation.input_shape))
        yield _Form(
            operation=name,
            method=operation.http["method"],
            depth=depth,
            query=tuple({**{word: "" for word, place in needed.items() if place == "querystring"}, **fixed}.items()),
            headers=tuple(word for word, place in needed.items() if place == "header"),
            mark=mark,
        )


def _needed(shape: Any) -> Iterator[tuple[str, str]]:
    """The names on the wire of members without which a request is not complete, and where they stand."""
    for member in shape.required_members if shape is not None else ():
        found = shape.members[member].serialization
        if found.get("location") in ("querystring", "header"):
            yield found["name"], found["location"]
