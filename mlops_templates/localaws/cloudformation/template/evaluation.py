"""Resolving the intrinsic functions of a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mlops_templates.localaws.cloudformation.template import functions
from mlops_templates.localaws.cloudformation.template.references import (
    SUB_VARIABLE,
    Reference,
    get_att,
    ref_name,
    sub_parts,
)
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.unknown import Unknown, causes
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

NO_VALUE = "AWS::NoValue"
_REMOVED = object()
_DYNAMIC = re.compile(r"\{\{resolve:([^:{}]+):([^{}]+)\}\}")


@dataclass(frozen=True)
class Scope:
    """What names mean in a value."""

    parameters: Mapping[str, Any]
    """The values of parameters and pseudo parameters."""
    mappings: Mapping[str, Document]
    resource: Callable[[Reference], Any]
    """The physical id or attribute of a resource."""
    imported: Callable[[str], str]
    """The value of an export."""
    dynamic: Callable[[str, str], str]
    """The value of a dynamic reference, by its service and its key."""


def resolve(value: Any, scope: Scope) -> Any:
    """The value with every function replaced by its result and every AWS::NoValue left out."""
    result = _resolve(value, scope)
    return None if result is _REMOVED else result


def _resolve(value: Any, scope: Scope) -> Any:
    if isinstance(value, str):
        return _with_dynamic(value, scope)
    if isinstance(value, list):
        items = [_resolve(item, scope) for item in value]
        return [item for item in items if item is not _REMOVED]
    if isinstance(value, dict):
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                return _with_dynamic(_call(name, argument, scope), scope)
        pairs = ((key, _resolve(item, scope)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not _REMOVED}
    return value


def _call(name: str, argument: Any, scope: Scope) -> Any:
    if name == "Ref":
        return _reference(Reference(ref_name(argument)), scope)
    if name == "Fn::GetAtt":
        logical_id, attribute = get_att(argument)
        return scope.resource(Reference(logical_id, functions.text(_resolve(attribute, scope)), name))
    if name == "Fn::Sub":
        return _sub(argument, scope)
    if name == "Fn::FindInMap":
        return _find_in_map(_resolve(argument, scope), scope)
    if name == "Fn::ImportValue":
        export = _resolve(argument, scope)
        return export if isinstance(export, Unknown) else scope.imported(functions.text(export))
    if name == "Fn::GetAZs":
        region = _resolve(argument, scope) or scope.parameters["AWS::Region"]
        return [f"{region}{zone}" for zone in "abc"]
    if name not in functions.PURE:
        raise not_emulated(f"the function {name}")
    resolved = _resolve(argument, scope)
    unknown = frozenset(causes(resolved))
    return Unknown(unknown) if unknown else functions.PURE[name](resolved)


def _find_in_map(argument: Any, scope: Scope) -> Any:
    unknown = frozenset(causes(argument))
    return Unknown(unknown) if unknown else functions.find_in_map(scope.mappings, argument)


def _reference(reference: Reference, scope: Scope) -> Any:
    if reference.name == NO_VALUE:
        return _REMOVED
    if reference.name in scope.parameters:
        return scope.parameters[reference.name]
    return scope.resource(reference)


def _sub(argument: Any, scope: Scope) -> Any:
    text, variables = sub_parts(argument)
    values = {name: _resolve(value, scope) for name, value in variables.items()}
    for match in SUB_VARIABLE.finditer(text):
        name = match[1].strip()
        if name not in values:
            values[name] = _variable(name, scope)
    unknown = frozenset(causes(list(values.values())))
    if unknown:
        return Unknown(unknown)
    replaced = SUB_VARIABLE.sub(lambda match: functions.text(values[match[1].strip()]), text)
    return replaced.replace("${!", "${")


def _variable(name: str, scope: Scope) -> Any:
    if name in scope.parameters:
        return scope.parameters[name]
    logical_id, _, attribute = name.partition(".")
    return _reference(Reference(logical_id, attribute or None, "Fn::Sub"), scope)


def _with_dynamic(value: Any, scope: Scope) -> Any:
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value
    if not _DYNAMIC.search(value):
        raise invalid(f"Incorrect format is used in the following SSM reference: [{value}]")
    return _DYNAMIC.sub(lambda match: scope.dynamic(match[1], match[2]), value)
