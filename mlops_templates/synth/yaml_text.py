"""CloudFormation YAML with the short forms that people read: `!Ref`, `!Sub`, `!GetAtt`.

Written here, because libyaml and the nodes that Python makes for it take five times as long for the same bytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mlops_templates.synth.libyaml import libyaml_text
from mlops_templates.synth.short_form import short_form
from mlops_templates.synth.yaml_scalar import UnusualError, key, scalar

STEP = "  "
WITHOUT_REFERENCES = 2
"""The version of marshal in which equal values are equal bytes."""


def to_yaml(document: dict[str, Any]) -> str:
    """Keys stay in the order of the document."""
    return "".join(text for section, value in document.items() for text in _section(section, value))


def _section(name: str, value: Any) -> Iterator[str]:
    """Entry by entry where there are several: most entries stand in many templates, and are written once."""
    if not isinstance(value, dict) or len(value) < 2:
        yield _lines(name, value, "")
        return
    yield f"{name}:\n"
    for entry, content in value.items():
        yield _entry(entry, marshal.dumps(content, WITHOUT_REFERENCES))


@lru_cache(maxsize=4096)
def _entry(name: str, content: bytes) -> str:
    """The lines of one entry as they stand below the line of its section."""
    return _lines(name, marshal.loads(content), STEP)  # noqa: S302 - written above


def _lines(name: str, value: Any, margin: str) -> str:
    try:
        return f"{margin}{key(name)}:{_node(value, margin)}\n"
    except UnusualError:
        return _unusual_lines(name, value) if margin else libyaml_text({name: value})


def _unusual_lines(name: str, value: Any) -> str:
    """As one of two entries: alone a name such as Ref would be a function."""
    other = "" if name else "-"
    return libyaml_text({"-": {other: None, name: value}}).split("\n", 2)[2]


def _node(value: Any, margin: str, *, listed: bool = False) -> str:
    """What follows the `key:`, or the `-` of a list, that stands at this margin."""
    tag, value = short_form(value) if type(value) is dict else ("", value)
    tag = tag and f" {tag}"
    if type(value) is dict and value:
        inner = margin + STEP
        lines = [f"{key(name)}:{_node(item, inner)}" for name, item in value.items()]
    elif type(value) is list and value:
        inner = margin + STEP if listed else margin
        lines = [f"-{_node(item, inner, listed=True)}" for item in value]
    else:
        return scalar(value, tag)
    beginning = " " if listed and not tag else f"{tag}\n{inner}"
    return beginning + f"\n{inner}".join(lines)
