"""What a target receives: the event, or what the rule makes of it."""

from __future__ import annotations

import json
import re
from typing import Any

import jmespath

from mlops_templates.localaws.document import Document

PLACEHOLDER = re.compile(r"<([\w.-]+)>")
"""A variable in the template of an InputTransformer."""
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")', re.DOTALL)


def payload(target: Document, event: Document) -> str:
    """The text for a target: its `Input`, the part at its `InputPath`, its `InputTransformer`, else the event."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(at(event, target["InputPath"]))
    if "InputTransformer" in target:
        return _transform(target["InputTransformer"], event)
    return json.dumps(event)


def at(event: Document, path: str) -> Any:
    """The value at a JSON path of names and indexes, such as `$.detail.items[0]`."""
    words = re.findall(r"[^.$\[\]]+|\[\d+\]", path)
    expression = ".".join(word if word.startswith("[") else json.dumps(word) for word in words).replace(".[", "[")
    return jmespath.search(expression, event) if expression else event


def _transform(transformer: Document, event: Document) -> str:
    """The template with its placeholders filled: within quotes as a text, elsewhere as JSON."""
    values = {name: at(event, path) for name, path in transformer.get("InputPathsMap", {}).items()}

    def within(match: re.Match[str]) -> str:
        found = values.get(match.group(1))
        return json.dumps(found if isinstance(found, str) else json.dumps(found))[1:-1]

    def outside(match: re.Match[str]) -> str:
        return json.dumps(values.get(match.group(1)))

    parts = _QUOTED.split(transformer["InputTemplate"])
    filled = (PLACEHOLDER.sub(within if number % 2 else outside, part) for number, part in enumerate(parts))
    return "".join(filled)
