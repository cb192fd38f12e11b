"""Reads templates in any shape that authors give them; to report a wrong shape is the task of cfn-lint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.template import Template

Resource = dict[str, Any]
Path = list[str | int]

NOTHING = {"Ref": "AWS::NoValue"}
# The place of the value in the arguments of `Fn::If`.
WHEN_TRUE, WHEN_FALSE = 1, 2


def resources(cfn: Template, *types: str) -> Iterator[tuple[str, Resource]]:
    """Resources of these types with their properties: as they are when all conditions hold, and when none does."""
    for name, resource in cfn.get_resources(list(types)).items():
        forms = [_decided(resource, branch) for branch in (WHEN_TRUE, WHEN_FALSE)]
        for form in forms if forms[0] != forms[1] else forms[:1]:
            yield name, {**form, "Properties": mapping(form.get("Properties"))}


def at(value: Any, *keys: str) -> Any:
    """What stands under the keys, one in the other; None where there is no such place."""
    for key in keys:
        value = mapping(value).get(key)
    return value


def texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text within the value, with its place in the template."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, [*path, key])
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, [*path, index])


def text_of(value: Any) -> str:
    """A text as it is written, also in `Fn::Sub` and `Fn::Join`; what another function gives is not known here."""
    joined = at(value, "Fn::Join")
    if isinstance(joined, list) and len(joined) == 2:
        return str(joined[0]).join(text_of(part) for part in listed(joined[1]))
    inner = value.get("Fn::Sub") if isinstance(value, dict) else value
    if isinstance(inner, list) and inner:
        inner = inner[0]
    return inner if isinstance(inner, str) else ""


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list; one alone may stand without its list."""
    return [item for item in listed(value) if isinstance(item, dict)]


def listed(value: Any) -> list[Any]:
    """IAM takes one value without its list."""
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def _decided(value: Any, branch: int) -> Any:
    """The value with every `Fn::If` replaced by one of its branches."""
    if isinstance(value, list):
        items = [_decided(item, branch) for item in value]
        return [item for item in items if item != NOTHING]
    if not isinstance(value, dict):
        return value
    choice = value.get("Fn::If")
    if len(value) == 1 and isinstance(choice, list) and len(choice) > branch:
        return _decided(choice[branch], branch)
    parts = {key: _decided(part, branch) for key, part in value.items()}
    return {key: part for key, part in parts.items() if part != NOTHING}
