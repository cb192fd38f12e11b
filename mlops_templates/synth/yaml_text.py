"""CloudFormation YAML with the short forms that people read: `!Ref`, `!Sub`, `!GetAtt`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml


@dataclass(frozen=True)
class _Function:
    tag: str
    argument: Any


class _Dumper(yaml.CSafeDumper):
    """Libyaml, ten times as fast as Python; no anchors, because CloudFormation knows none."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent(dumper: yaml.CSafeDumper, function: _Function) -> yaml.Node:
    if isinstance(function.argument, list):
        return dumper.represent_sequence(function.tag, function.argument)
    if isinstance(function.argument, dict):
        return dumper.represent_mapping(function.tag, function.argument)
    return dumper.represent_scalar(function.tag, str(function.argument))


_Dumper.add_representer(_Function, _represent)


def to_yaml(document: dict[str, Any]) -> str:
    """Keys stay in the order of the document."""
    return "".join(text for section, value in document.items() for text in _section(section, value))


def _section(name: str, value: Any) -> Iterator[str]:
    """Entry by entry where there are several: most entries stand in many templates, and are written once."""
    if not isinstance(value, dict) or len(value) < 2 or any(_names_a_function(key) for key in value):
        yield _dump({name: value})
        return
    yield _dump({name: None}).removesuffix(" null\n") + "\n"
    for key, entry in value.items():
        yield _entry(name, key, json.dumps(entry))


def _names_a_function(key: str) -> bool:
    return key == "Ref" or key.startswith("Fn::")


@lru_cache(maxsize=4096)
def _entry(section: str, key: str, value: str) -> str:
    """The lines of one entry as they stand below the line of its section."""
    return _dump({section: {key: json.loads(value)}}).partition("\n")[2]


def _dump(document: dict[str, Any]) -> str:
    text = yaml.dump(_short(document), Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True)
    return str(text)


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Ref":
            return _Function("!Ref", argument)
        if name == "Fn::GetAtt" and all(isinstance(part, str) for part in argument):
            return _Function("!GetAtt", ".".join(argument))
        if name.startswith("Fn::"):
            return _Function(f"!{name.removeprefix('Fn::')}", _short(argument))
    return {key: _short(item) for key, item in value.items()}
