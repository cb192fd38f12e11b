"""The short forms of CloudFormation's functions: `!Ref`, `!Sub`, `!GetAtt`."""

from __future__ import annotations

from typing import Any


def short_form(value: dict[str, Any]) -> tuple[str, Any]:
    """The tag of a function and what stands behind it; no tag for what is no function, or has none that may be used."""
    if len(value) != 1:
        return "", value
    [(name, argument)] = value.items()
    if name == "Ref":
        return "!Ref", str(argument)
    if not name.startswith("Fn::") or _is_function(argument):
        return "", value
    if name == "Fn::GetAtt" and isinstance(argument, list) and all(isinstance(part, str) for part in argument):
        return "!GetAtt", ".".join(argument)
    return f"!{name.removeprefix('Fn::')}", argument if isinstance(argument, dict | list) else str(argument)


def _is_function(value: Any) -> bool:
    """YAML has no place for two tags: a function of a function is written in full."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))
