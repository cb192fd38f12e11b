"""The whole of YAML, by libyaml: for values that templates seldom have, and to judge our writing of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from mlops_templates.synth.short_form import short_form


@dataclass(frozen=True)
class _Tagged:
    tag: str
    value: Any


class _Dumper(yaml.CSafeDumper):
    """No anchors, because CloudFormation knows none."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent(dumper: yaml.CSafeDumper, tagged: _Tagged) -> yaml.Node:
    if isinstance(tagged.value, list):
        return dumper.represent_sequence(tagged.tag, tagged.value)
    if isinstance(tagged.value, dict):
        return dumper.represent_mapping(tagged.tag, tagged.value)
    return dumper.represent_scalar(tagged.tag, str(tagged.value))


_Dumper.add_representer(_Tagged, _represent)


def libyaml_text(document: dict[str, Any]) -> str:
    """Keys stay in the order of the document."""
    return str(yaml.dump(_tagged(document), Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True))


def _tagged(value: Any) -> Any:
    if isinstance(value, list):
        return [_tagged(item) for item in value]
    if not isinstance(value, dict):
        return value
    tag, argument = short_form(value)
    if tag:
        return _Tagged(tag, _tagged(argument))
    return {key: _tagged(item) for key, item in value.items()}
