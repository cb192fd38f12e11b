"""JSONPath as definitions use it: names, indexes, and a filter on one text."""

from __future__ import annotations

import json
import re
from typing import Any

import jmespath

from mlops_templates.localaws.errors import not_emulated

_STEP = re.compile(
    r"\.(?P<name>[\w-]+)|\[(?P<index>\d+)\]|\['(?P<quoted>[^']+)'\]|\[\?\(@\.(?P<key>\w+)\s*==\s*'(?P<value>[^']*)'\)\]"
)


def compiled(path: str) -> str:
    """The path as an expression of jmespath.

    Raises:
        AwsError: NotEmulated for what else JSONPath knows.
    """
    text, position, words = path.removeprefix("$"), 0, "@"
    while position < len(text):
        found = _STEP.match(text, position)
        if found is None or not path.startswith("$"):
            raise not_emulated(f"the path {path} of a state machine")
        position = found.end()
        if found["index"]:
            words += f"[{found['index']}]"
        elif found["key"]:
            words += f"[?{found['key']}=='{found['value']}']"
        else:
            words += f".{json.dumps(found['name'] or found['quoted'])}"
    return words


def at(data: Any, path: str) -> Any:
    """What stands at a path; None when nothing does."""
    return jmespath.search(compiled(path), data)


def filled(template: Any, data: Any) -> Any:
    """A payload template with each member `name.$` replaced by what stands at its path.

    Raises:
        KeyError: nothing stands there.
    """
    if isinstance(template, list):
        return [filled(each, data) for each in template]
    if not isinstance(template, dict):
        return template
    made = {}
    for key, value in template.items():
        if key.endswith(".$"):
            found = at(data, value)
            if found is None:
                raise KeyError(value)
            made[key[:-2]] = found
        else:
            made[key] = filled(value, data)
    return made
