"""Which members of a request an action's code can read, found by following the code and not by running it.

A member counts as read when its name is a text in any function of the embedded AWS that the action can reach. That is
generous (a name may be meant for something else), but a member that nobody has thought of is never among them.
"""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Iterator, Mapping
from typing import Any

ROOM = "mlops_templates.localaws"
NO_READERS = (f"{ROOM}.constraints", f"{ROOM}.members", f"{ROOM}.wire")
"""They handle every member of every request alike."""


def words_of(*functions: object) -> set[str]:
    """Every text in these functions and in what they reach."""
    words: set[str] = set()
    seen: set[int] = set()
    for function in functions:
        _follow(function, words, seen)
    return words


def members_of(shape: Any, path: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all members of a shape, down to the last; a shape inside itself is not entered again."""
    if shape is None or shape.name in above:
        return
    inside = (*above, shape.name)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield (*path, name)
            yield from members_of(member, (*path, name), inside)
    elif shape.type_name == "list":
        yield from members_of(shape.member, path, inside)
    elif shape.type_name == "map":
        yield from members_of(shape.value, path, inside)


def _follow(value: object, words: set[str], seen: set[int]) -> None:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, str):
        words.add(value)
    for part in _parts(value):
        _follow(part, words, seen)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, functools.partial):
        yield from (value.func, *value.args, *value.keywords.values())
    elif isinstance(value, Mapping):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, property):
        yield value.fget
    elif isinstance(value, types.FunctionType) and _ours(value) and value.__module__ not in NO_READERS:
        yield from _of_function(value)
    elif isinstance(value, type) and _ours(value):
        yield from vars(value).values()
    elif dataclasses.is_dataclass(value) and _ours(type(value)):
        yield type(value)
        yield from (getattr(value, each.name) for each in dataclasses.fields(value))


def _of_function(function: types.FunctionType) -> Iterator[object]:
    yield getattr(function, "__wrapped__", None)
    yield from (cell.cell_contents for cell in function.__closure__ or ())
    yield from (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    yield from _of_code(function.__code__, function.__globals__)


def _of_code(code: types.CodeType, names: dict[str, Any]) -> Iterator[object]:
    for constant in code.co_consts:
        yield from _of_code(constant, names) if isinstance(constant, types.CodeType) else (constant,)
    for used in (names[name] for name in code.co_names if name in names):
        if isinstance(used, types.ModuleType) and used.__name__.startswith(ROOM):
            yield from (getattr(used, name) for name in code.co_names if hasattr(used, name))
        elif not isinstance(used, types.ModuleType):
            yield used


def _ours(value: types.FunctionType | type) -> bool:
    return value.__module__.startswith(ROOM)
