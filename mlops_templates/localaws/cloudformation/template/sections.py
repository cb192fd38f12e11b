"""The sections of a template as they are written: their structure, their names, how many there may be."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document

_LIMITS = {"Parameters": 200, "Mappings": 200, "Resources": 500, "Outputs": 200}


def section_of(document: Document, name: str) -> Document:
    """A section, empty when the template has none."""
    section = document.get(name, {})
    if isinstance(section, dict):
        return section
    raise invalid(
        f"Template format error: {name} must be an object."
        if name != "Resources"
        else "Template format error: unsupported structure."
    )


def section(document: Document, name: str) -> Document:
    """A section whose names are fit and not too many."""
    found = section_of(document, name)
    for key in found:
        _check_name(name, key)
    if len(found) > _LIMITS.get(name, 10_000):
        count = f"Number of {name.lower()}, {len(found)}, is greater than maximum allowed, {_LIMITS[name]}"
        raise invalid(f"Template format error: {count}")
    return found


def _check_name(section: str, name: str) -> None:
    """A logical id is letters and digits, and at most 255 of them.

    A loop without its transform is what AWS calls a malformed definition; the words for a long id are not documented.
    """
    if name.startswith("Fn::"):
        raise invalid(f"Template format error: [/{section}/{name}] {section[:-1].lower()} definition is malformed")
    if not (name.isascii() and name.isalnum()):
        raise invalid(f"Template format error: {section[:-1]} name {name} is non alphanumeric.")
    if len(name) > 255:
        raise invalid(f"Template format error: {section[:-1]} name {name[:40]}... is longer than 255 characters.")


def description(document: Document) -> str | None:
    description = document.get("Description")
    if description is None or isinstance(description, str):
        if len((description or "").encode()) > 1024:
            raise invalid("Template format error: 'Description' length is greater than 1024.")
        return description
    raise invalid("Template format error: Description must be a string.")


def declared_parameters(document: Document) -> dict[str, Document]:
    """The Parameters section alone: what a transform needs before the rest can be read."""
    return {name: parameter(name, body) for name, body in section(document, "Parameters").items()}


def refuse_null(value: Any, path: str = "") -> None:
    """Refuse a key without a value; AWS writes Type for Properties in the path."""
    if value is None:
        raise invalid(f"[{path}] 'null' values are not allowed in templates")
    if isinstance(value, list):
        for index, item in enumerate(value):
            refuse_null(item, f"{path}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            step = "Type" if key == "Properties" and path.count("/") == 2 else key
            refuse_null(item, f"{path}/{step}")


def mapping(name: str, body: Any) -> Document:
    """Two levels of keys above a scalar or a list of scalars."""
    if not isinstance(body, dict) or not body:
        raise invalid(f"Template format error: Every Mappings member {name} must be a map")
    for top, values in body.items():
        if not isinstance(values, dict) or not values:
            raise invalid(f"Template format error: Every Mappings member must be a map. [/Mappings/{name}/{top}]")
        for second, value in values.items():
            items = value if isinstance(value, list) else [value]
            if not all(isinstance(item, str | int | float) for item in items):
                place = f"[/Mappings/{name}/{top}/{second}]"
                raise invalid(f"Template format error: Every Mappings attribute must be a String or a List. {place}")
        if len(values) > 200:
            raise invalid(f"Template format error: Number of attributes of mapping {name} is greater than 200")
    return body


def parameter(name: str, body: Any) -> Document:
    if not isinstance(body, dict) or "Type" not in body:
        raise invalid(
            f"Template format error: Every Parameters object must contain a Type member. [/Parameters/{name}]"
        )
    return body
