"""Strategies for requests after the API models: half of them in form, half with something that is not."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from mlops_templates.localaws import members, wire
from mlops_templates.localaws.catalogue import MOTO, OWN, service_named
from tests.localaws.robust.things import NAMES

DEPTH = 5
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", "x", "\x00", "\ud800", "é" * 300, "../../etc", [], [None], {}, {"a": 1},
]  # fmt: skip
"""Values that do not fit, or only just."""


def actions(service: str) -> list[str]:
    """What of a service is emulated, by us or by moto."""
    if service in OWN:
        return sorted(service_named(service).actions)
    return sorted(members.only(service) or wire.service_model(service).operation_names)


def services() -> list[str]:
    return sorted({*OWN, *MOTO} - {"s3", "sagemaker-runtime"})


def bodies(service: str, action: str) -> st.SearchStrategy[Any]:
    """Documents for an action, as they are on the wire of JSON."""
    shape = wire.service_model(service).operation_model(action).input_shape
    if shape is None:
        return st.just({})
    return st.one_of(_fitting(shape, 0, odd=False), _fitting(shape, 0, odd=True))


def _values(shape: Any, depth: int, *, odd: bool) -> st.SearchStrategy[Any]:
    fitting = _fitting(shape, depth, odd=odd)
    return st.one_of(fitting, fitting, fitting, st.sampled_from(ODD)) if odd else fitting


def _fitting(shape: Any, depth: int, *, odd: bool) -> st.SearchStrategy[Any]:
    kind = shape.type_name
    if kind == "structure":
        return st.just({}) if depth > DEPTH else _structures(shape, depth, odd=odd)
    if kind in ("list", "map"):
        return st.just([] if kind == "list" else {}) if depth > DEPTH else _collections(shape, depth, odd=odd)
    return _scalars(shape, odd=odd)


def _collections(shape: Any, depth: int, *, odd: bool) -> st.SearchStrategy[Any]:
    if shape.type_name == "list":
        least = 0 if odd else min(shape.metadata.get("min", 0), 2)
        inner = st.deferred(lambda: _values(shape.member, depth + 1, odd=odd))
        return st.lists(inner, min_size=least, max_size=2)
    inner = st.deferred(lambda: _values(shape.value, depth + 1, odd=odd))
    return st.dictionaries(_texts(shape.key), inner, max_size=2)


def _scalars(shape: Any, *, odd: bool) -> st.SearchStrategy[Any]:
    kind = shape.type_name
    if kind == "boolean":
        return st.booleans()
    if kind in ("integer", "long"):
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 100)
        tidy = st.integers(least, max(least, most))
        return st.one_of(tidy, st.integers(-(2**40), 2**70)) if odd else tidy
    if kind in ("float", "double", "timestamp"):
        return st.one_of(st.integers(0, 2**31), st.floats(allow_nan=False), st.sampled_from([1e300, -1.0]))
    if kind == "blob":
        return st.binary(max_size=20).map(lambda some: base64.b64encode(some).decode())
    return _texts(shape)


def _texts(shape: Any) -> st.SearchStrategy[str]:
    enum = list(getattr(shape, "enum", None) or ())
    if enum:
        return st.sampled_from(enum)
    names = st.sampled_from(NAMES)
    return st.one_of(st.just("thing"), names, names, st.text(max_size=12))


@st.composite
def _structures(draw: Any, shape: Any, depth: int, *, odd: bool) -> dict[str, Any]:
    made = {}
    needed = set(shape.required_members)
    optional = sorted(set(shape.members) - needed)
    chosen = set(draw(st.lists(st.sampled_from(optional), max_size=4))) if optional else set()
    left_out = draw(st.sampled_from([None, None, None, *sorted(needed)])) if odd and needed else None
    for name, member in shape.members.items():
        if name in needed - {left_out} or name in chosen:
            made[member.serialization.get("name", name)] = draw(_values(member, depth + 1, odd=odd))
    return made


def parameters(document: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """A document in the query protocol."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from parameters(value, f"{prefix}.{name}" if prefix else name)
    elif isinstance(document, list):
        for number, value in enumerate(document, start=1):
            yield from parameters(value, f"{prefix}.member.{number}")
    elif document is not None:
        yield prefix, str(document).lower() if isinstance(document, bool) else str(document)
