"""Fn::ForEach and Fn::Length of AWS::LanguageExtensions.

Measured by others on an account: the item of a loop takes its place in the keys of the fragment (`${Item}` as it is,
`&{Item}` without what is not alphanumeric), in the text of Fn::Sub (`${Item}` only) and where Ref names it; plain
text and keys further down keep their placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.refusal import untransformed
from mlops_templates.localaws.cloudformation.template.sections import refuse_null, section_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

LOOP = "Fn::ForEach::"
_SECTIONS = ("Conditions", "Resources", "Outputs")

Items = Mapping[str, str]
"""The item of every loop around a value, by the loop's identifier."""


def unrolled(document: Document, scope: Scope) -> Document:
    """A template without loops and lengths.

    Raises:
        AwsError: `ValidationError` in the words of the transform.
    """
    refuse_null(document)
    for section in _SECTIONS:
        section_of(document, section)
    _check_names(document)
    return {name: _unrolled(section, {}, scope) if name in _SECTIONS else section for name, section in document.items()}


def _check_names(document: Document) -> None:
    seen: set[str] = set()
    for name in _loop_names({key: document[key] for key in _SECTIONS if key in document}):
        if name in seen or name in section_of(document, "Resources"):
            raise untransformed(f"Fn::ForEach name {name} is not unique in the template")
        seen.add(name)
    for section in document.keys() - set(_SECTIONS):
        for name in _loop_names(document[section]):
            raise untransformed(f"Fn::ForEach {name} is not supported in the section {section}")


def _loop_names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _loop_names(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key.startswith(LOOP):
                yield key.removeprefix(LOOP)
            yield from _loop_names(item)


def _unrolled(value: Any, items: Items, scope: Scope) -> Any:
    if isinstance(value, list):
        return [_unrolled(item, items, scope) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and not next(iter(value)).startswith(LOOP):
        name, argument = next(iter(value.items()))
        return _function(name, argument, items, scope)
    result: Document = {}
    for key, item in value.items():
        for made, body in _members(key, item, items, scope):
            if made in result:
                raise untransformed(f"Duplicate key {made}")
            result[made] = body
    return result


def _members(key: str, value: Any, items: Items, scope: Scope) -> Iterator[tuple[str, Any]]:
    if not key.startswith(LOOP):
        yield key, _unrolled(value, items, scope)
        return
    match value:
        case [str(identifier), list() | dict() as collection, dict(fragment)] if identifier and fragment:
            for item in _collection(collection, items, scope):
                inner = {**items, identifier: item}
                for inner_key, body in fragment.items():
                    if not inner_key.startswith(LOOP) and not _holds(inner_key, identifier):
                        raise untransformed("Fn::ForEach layout is incorrect")
                    yield from _members(_key(inner_key, inner), body, inner, scope)
        case _:
            raise untransformed("Fn::ForEach layout is incorrect")


def _collection(collection: Any, items: Items, scope: Scope) -> list[str]:
    try:
        found = resolve(_unrolled(collection, items, scope), scope)
    except AwsError as error:
        raise untransformed("Could not find a collection or could not be resolved for Fn::ForEach") from error
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise untransformed("Could not find a collection or could not be resolved for Fn::ForEach")
    return found


def _function(name: str, argument: Any, items: Items, scope: Scope) -> Any:
    if name == "Ref" and isinstance(argument, str) and argument in items:
        return items[argument]
    if name == "Fn::Sub":
        return {name: _sub(argument, items, scope)}
    inner = _unrolled(argument, items, scope)
    if name == "Fn::Length":
        return _length(inner, scope)
    if name == "Ref" and isinstance(inner, dict):
        return {name: _name(inner, scope)}
    if name == "Fn::GetAtt" and isinstance(inner, list):
        return {name: [_name(item, scope) if isinstance(item, dict) else item for item in inner]}
    return {name: inner}


def _sub(argument: Any, items: Items, scope: Scope) -> Any:
    match argument:
        case str():
            return _placed(argument, items)
        case [str(words), dict(variables)]:
            outer = {name: item for name, item in items.items() if name not in variables}
            return [_placed(words, outer), _unrolled(variables, items, scope)]
    return argument


def _length(value: Any, scope: Scope) -> int:
    try:
        found = resolve(value, scope)
    except AwsError as error:
        raise untransformed("The Fn::Length value could not be resolved for properties") from error
    if not isinstance(found, list):
        raise untransformed("Fn::Length layout is incorrect")
    return len(found)


def _name(value: Any, scope: Scope) -> str:
    """A name that a function gives, inside Ref or Fn::GetAtt."""
    try:
        found = resolve(value, scope)
    except AwsError as error:
        raise untransformed("A name inside Ref or Fn::GetAtt could not be resolved") from error
    if not isinstance(found, str):
        raise untransformed("A name inside Ref or Fn::GetAtt could not be resolved")
    return found


def _holds(key: str, identifier: str) -> bool:
    return f"${{{identifier}}}" in key or f"&{{{identifier}}}" in key


def _key(key: str, items: Items) -> str:
    for name, item in items.items():
        key = key.replace(f"&{{{name}}}", re.sub("[^0-9A-Za-z]", "", item))
    return _placed(key, items)


def _placed(words: str, items: Items) -> str:
    for name, item in items.items():
        words = words.replace(f"${{{name}}}", item)
    return words
