"""The intrinsic functions that need nothing but their arguments."""

from __future__ import annotations

import base64
import ipaddress
import json
from collections.abc import Callable, Mapping
from typing import Any

from mlops_templates.localaws.cloudformation.template.refusal import invalid, untransformed
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError


def text(value: Any) -> str:
    """A scalar as CloudFormation writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise invalid(f"Template error: a string is wanted where {value!r} is given"[:300])


def join(argument: Any) -> str:
    match argument:
        case [str(delimiter), list(items)]:
            return delimiter.join(text(item) for item in items)
    raise invalid(
        "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and "
        "(2) a list of strings to be joined or a function that returns a list of "
        "strings (such as Fn::GetAZs) to be joined."
    )


def select(argument: Any) -> Any:
    match argument:
        case [int() | str() as index, list(items)] if str(index).isdigit():
            if int(index) < len(items):
                return items[int(index)]
            raise invalid(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
    raise invalid("Template error: Fn::Select requires a list argument with two elements: an integer index and a list")


def split(argument: Any) -> list[str]:
    match argument:
        case [str(delimiter), str(source)] if delimiter:
            return source.split(delimiter)
    raise invalid(
        "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and "
        "(2) a string to be split or a function that returns a string to be split."
    )


def encode_base64(argument: Any) -> str:
    return base64.b64encode(text(argument).encode()).decode()


def cidr(argument: Any) -> list[str]:
    match argument:
        case [str(block), int() | str() as count, *rest] if len(rest) < 2:
            try:
                return _subnets(block, int(count), int(rest[0]) if rest else 8)
            except (TypeError, ValueError) as error:
                raise invalid(f"Template error: Fn::Cidr cannot divide {block}: {error}") from error
    raise invalid("Template error: every Fn::Cidr object requires an ipBlock, a count and optionally cidrBits.")


def _subnets(block: str, count: int, bits: int) -> list[str]:
    if not 1 <= count <= 256:
        message = "the count must be between 1 and 256"
        raise ValueError(message)
    network = ipaddress.ip_network(block)
    subnets = network.subnets(new_prefix=network.max_prefixlen - bits)
    found = [str(subnet) for subnet, _ in zip(subnets, range(count), strict=False)]
    if len(found) < count:
        message = f"there is room for {len(found)} of {count} blocks"
        raise ValueError(message)
    return found


def to_json_string(argument: Any) -> str:
    if not isinstance(argument, list | dict):
        raise untransformed("Fn::ToJsonString layout is incorrect")
    return json.dumps(argument, separators=(",", ":"), ensure_ascii=False)


def find_in_map(mappings: Mapping[str, Document], argument: Any) -> Any:
    match argument:
        case [_, _, _, {"DefaultValue": default}] if len(argument[3]) == 1:
            try:
                return _found_in_map(mappings, argument[:3])
            except AwsError:
                return default
        case [_, _, _]:
            return _found_in_map(mappings, argument)
    raise invalid(
        "Template error: every Fn::FindInMap object requires three parameters, "
        "the map name, map key and the attribute for return value"
    )


def _found_in_map(mappings: Mapping[str, Document], argument: list[Any]) -> Any:
    name, top, second = (text(item) for item in argument)
    if name not in mappings:
        raise invalid(f"Template error: Mapping named '{name}' is not present in the 'Mappings' section of template.")
    try:
        return mappings[name][top][second]
    except (KeyError, TypeError):
        raise invalid(f"Template error: Unable to get mapping for {name}::{top}::{second}") from None


PURE: dict[str, Callable[[Any], Any]] = {
    "Fn::Base64": encode_base64,
    "Fn::Cidr": cidr,
    "Fn::Join": join,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::ToJsonString": to_json_string,
}
