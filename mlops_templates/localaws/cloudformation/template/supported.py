"""The functions that a template may use, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlops_templates.localaws.cloudformation.template.functions import PURE
from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.errors import not_emulated

_OF_THE_TRANSFORM = {"Fn::Length", "Fn::ToJsonString"}
_BOOLEAN = {"Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"}
_VALUES = (PURE.keys() - _OF_THE_TRANSFORM) | {
    f"Fn::{name}" for name in ("FindInMap", "GetAZs", "GetAtt", "If", "ImportValue", "Sub")
}
_IN_CONDITIONS = _BOOLEAN | (_VALUES - {"Fn::GetAtt", "Fn::If", "Fn::ImportValue"})
_NAMED_BY_AWS = ", ".join(sorted(_VALUES | _BOOLEAN | {"Condition", "Ref"}))


def check_functions(value: Any, *, extended: bool, conditions: bool = False) -> None:
    """Refuse functions that AWS does not have, or has only with a transform or elsewhere in a template.

    A function beside other members of its object is refused too; what AWS says of it is not documented.
    """
    allowed = _IN_CONDITIONS if conditions else _VALUES
    allowed = allowed | {"Fn::ToJsonString"} if extended else allowed
    for members in _objects(value):
        for name in (name for name in members if name.startswith("Fn::")):
            if name == "Fn::Transform":
                raise not_emulated("the function Fn::Transform: macros are not run")
            if name not in allowed:
                raise invalid(
                    f"Template error: Encountered unsupported function: {name} Supported functions are: "
                    f"[{_NAMED_BY_AWS}]"
                )
            if len(members) > 1:
                raise invalid(f"Template error: {name} must be the only member of its object")
        found = members.get("Fn::FindInMap")
        if isinstance(found, list) and len(found) != 3 and not extended:
            raise invalid(
                "Template error: every Fn::FindInMap object requires three parameters, "
                "the map name, map key and the attribute for return value"
            )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
