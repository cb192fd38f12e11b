"""Template text, JSON or YAML with short forms, to one plain document."""

import json
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML = "tag:yaml.org,2002:"
_TYPED_SCALARS = {f"{_YAML}{name}" for name in ("bool", "int", "float", "null")}
_PLAIN_TAGS = {f"{_YAML}{name}" for name in ("str", "timestamp", "value", "map", "seq")}
_SHORT_FORMS = {
    "And": "Fn::And",
    "Base64": "Fn::Base64",
    "Cidr": "Fn::Cidr",
    "Condition": "Condition",
    "Equals": "Fn::Equals",
    "FindInMap": "Fn::FindInMap",
    "GetAZs": "Fn::GetAZs",
    "GetAtt": "Fn::GetAtt",
    "If": "Fn::If",
    "ImportValue": "Fn::ImportValue",
    "Join": "Fn::Join",
    "Length": "Fn::Length",
    "Not": "Fn::Not",
    "Or": "Fn::Or",
    "Ref": "Ref",
    "Select": "Fn::Select",
    "Split": "Fn::Split",
    "Sub": "Fn::Sub",
    "ToJsonString": "Fn::ToJsonString",
    "Transform": "Fn::Transform",
}


def read_template(text: str) -> Document:
    """The document of a template.

    Raises:
        AwsError: `ValidationError` with AWS's words when the text is not well-formed.
    """
    document = _read_json(text) if text.lstrip().startswith("{") else _read_yaml(text)
    if not isinstance(document, dict):
        raise invalid("Template format error: unsupported structure.")
    return document


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        place = f"(line {error.lineno}, column {error.colno})"
        raise invalid(f"Template format error: JSON not well-formed. {place}") from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Document:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        raise invalid(f"Template format error: duplicate key {next(n for n in names if names.count(n) > 1)}")
    return document


def _read_yaml(text: str) -> Any:
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"(line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise invalid(f"Template format error: YAML not well-formed. {place}") from error
    except yaml.YAMLError as error:
        raise invalid("Template format error: YAML not well-formed.") from error
    return _NodeReader().read(node) if node else None


class _NodeReader:
    """Turns YAML nodes into plain values, keeping dates as text and refusing what CloudFormation does not support."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._scalars = SafeConstructor()

    def read(self, node: Node) -> Any:
        if id(node) in self._seen:
            raise invalid("Template error: YAML aliases are not allowed in CloudFormation templates")
        self._seen.add(id(node))
        if node.tag.startswith("!"):
            return self._short_form(node)
        if node.tag not in _PLAIN_TAGS | _TYPED_SCALARS:
            raise invalid(f"Template format error: YAML tag {node.tag} is not supported{_at(node)}")
        return self._plain(node)

    def _plain(self, node: Node) -> Any:
        if isinstance(node, MappingNode):
            pairs = [(str(self.read(key)), self.read(value)) for key, value in node.value]
            return _without_duplicates(pairs)
        if isinstance(node, SequenceNode):
            return [self.read(item) for item in node.value]
        if node.tag in _TYPED_SCALARS:
            return self._scalars.construct_object(node)
        return node.value

    def _short_form(self, node: Node) -> Document:
        name = _SHORT_FORMS.get(node.tag[1:])
        if name is None:
            raise invalid(f"Template format error: YAML tag {node.tag} is not supported{_at(node)}")
        value = node.value if isinstance(node, ScalarNode) else self._plain(node)
        if name == "Fn::GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {name: value}


def _at(node: Node) -> str:
    return f" (line {node.start_mark.line + 1}, column {node.start_mark.column + 1})"
