"""YAML without its surprises: what JSON can say, and nothing that is a text to one reader and a number to another."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from ml_pipelines.strict_json import JsonError, text_of

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None}
TEXT = "tag:yaml.org,2002:str"
KINDS = {
    "bool": "true or false",
    "float": "a number",
    "int": "a number",
    "merge": "a merge of other keys",
    "null": "nothing",
    "timestamp": "a date",
    "value": "a default value",
}


def read(file: Path) -> Any:
    try:
        root = yaml.compose(text_of(file), Loader=yaml.SafeLoader)
        return value_of(root, set()) if root else None
    except yaml.MarkedYAMLError as error:
        raise JsonError(f"{file.name}: is not YAML in {place(error.problem_mark)}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise JsonError(f"{file.name}: is not YAML: {error}") from None
    except ValueError as error:
        raise JsonError(f"{file.name}: {error}") from None


def value_of(node: yaml.Node, seen: set[int]) -> Any:
    if id(node) in seen:
        raise ValueError(f"{place(node.start_mark)}: an alias (*) repeats what is here; write it where it is needed")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return mapping(node, seen)
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item, seen) for item in node.value]
    return scalar(node)


def mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name = value_of(key, seen)
        if not isinstance(name, str):
            raise ValueError(f"{place(key.start_mark)}: a key must be a text; write {key.value!r} in quotes")
        if name in found:
            raise ValueError(f"key given twice: {name} in {place(key.start_mark)}; keep one")
        found[name] = value_of(value, seen)
    return found


def scalar(node: yaml.ScalarNode) -> Any:
    """What is in quotes is a text; a plain word is what JSON would take it for, or refused if YAML sees more in it."""
    if node.style:
        return plain_text(node)
    if node.value in WORDS:
        return WORDS[node.value]
    if NUMBER.fullmatch(node.value):
        return json.loads(node.value)
    return plain_text(node)


def plain_text(node: yaml.ScalarNode) -> str:
    if node.tag == TEXT:
        return node.value
    kind = node.tag.rpartition(":")[2]
    if kind not in KINDS:
        raise ValueError(f"{place(node.start_mark)}: the tag {node.tag!r} is not understood; take it out")
    raise ValueError(
        f"{place(node.start_mark)}: YAML takes {node.value or 'an empty value'} for {KINDS[kind]}; "
        f"{better(kind)}, or put it into quotes if it is a text"
    )


def better(kind: str) -> str:
    if kind == "bool":
        return "write true or false"
    if kind in ("int", "float"):
        return "write the number as JSON does, such as 1000, 0.5 or 1e-3"
    return "write what it means"


def place(mark: yaml.Mark) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}"
