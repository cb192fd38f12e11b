"""What a target receives: the event, or what the rule makes of it."""

from __future__ import annotations

import json
import re
from typing import Any

import jmespath

from mlops_templates.localaws.document import Document


def payload(target: Document, event: Document) -> str:
    """The text for a target: its `Input`, the part at its `InputPath`, its `InputTransformer`, else the event."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_at(event, target["InputPath"]))
    if "InputTransformer" in target:
        return _transform(target["InputTransformer"], event)
    return json.dumps(event)


def _at(event: Document, path: str) -> Any:
    """The value at a JSON path of names and indexes, such as `$.detail.items[0]`."""
    words = re.findall(r"[^.$\[\]]+|\[\d+\]", path)
    expression = ".".join(word if word.startswith("[") else json.dumps(word) for word in words).replace(".[", "[")
    return jmespath.search(expression, event) if expression else event


def _transform(transformer: Document, event: Document) -> str:
    values = {name: _at(event, path) for name, path in transformer.get("InputPathsMap", {}).items()}

    def value(match: re.Match[str]) -> str:
        found = values.get(match.group(1))
        return found if isinstance(found, str) else json.dumps(found)

    return re.sub(r"<([\w.-]+)>", value, transformer["InputTemplate"])
