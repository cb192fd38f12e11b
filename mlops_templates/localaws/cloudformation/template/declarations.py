"""The sections of a template as values, their structure checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_SECTIONS = {"AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions"}
_SECTIONS |= {"Resources", "Outputs"}
_NOT_EMULATED = ("Transform", "Rules", "Hooks", "Globals")
_ATTRIBUTES = {"Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"}
_ATTRIBUTES_NOT_EMULATED = ("CreationPolicy", "UpdatePolicy")
_POLICIES = {
    "DeletionPolicy": {"Delete", "Retain", "RetainExceptOnCreate"},
    "UpdateReplacePolicy": {"Delete", "Retain"},
}
_LIMITS = {"Parameters": 200, "Mappings": 200, "Resources": 500, "Outputs": 200}


@dataclass(frozen=True)
class ResourceDeclaration:
    """One entry of the Resources section."""

    logical_id: str
    type: str
    properties: Document = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    metadata: Document = field(default_factory=dict)


@dataclass(frozen=True)
class OutputDeclaration:
    """One entry of the Outputs section."""

    key: str
    value: Any
    description: str | None = None
    condition: str | None = None
    export: Any = None


@dataclass(frozen=True)
class Template:
    """A template whose structure is sound; what it refers to is not checked yet."""

    description: str | None
    parameters: dict[str, Document]
    mappings: dict[str, Document]
    conditions: dict[str, Any]
    resources: dict[str, ResourceDeclaration]
    outputs: dict[str, OutputDeclaration]
    metadata: Any = None


def declare(document: Document) -> Template:
    """Read the sections.

    Raises:
        AwsError: `ValidationError` for a wrong structure, `NotEmulated` for a section that is not run here.
    """
    for section in _NOT_EMULATED:
        if section in document:
            raise not_emulated(f"template section {section} {document[section]!r}"[:200])
    if unknown := sorted(set(document) - _SECTIONS):
        raise invalid(f"Invalid template property or properties [{', '.join(unknown)}]")
    if document.get("AWSTemplateFormatVersion", "2010-09-09") != "2010-09-09":
        raise invalid("Template format error: unsupported value for AWSTemplateFormatVersion.")
    sections = {
        name: _section(document, name) for name in ("Parameters", "Mappings", "Conditions", "Resources", "Outputs")
    }
    if not sections["Resources"]:
        raise invalid("Template format error: At least one Resources member must be defined.")
    return Template(
        description=_description(document),
        parameters={name: _parameter(name, body) for name, body in sections["Parameters"].items()},
        mappings=sections["Mappings"],
        conditions=sections["Conditions"],
        resources={name: _resource(name, body) for name, body in sections["Resources"].items()},
        outputs={name: _output(name, body) for name, body in sections["Outputs"].items()},
        metadata=document.get("Metadata"),
    )


def _section(document: Document, name: str) -> Document:
    section = document.get(name)
    if section is None:
        return {}
    if not isinstance(section, dict):
        raise invalid(
            f"Template format error: {name} must be an object."
            if name != "Resources"
            else "Template format error: unsupported structure."
        )
    for key in section:
        if not (key.isascii() and key.isalnum()) and name != "Mappings":
            raise invalid(f"Template format error: {name[:-1]} name {key} is non alphanumeric.")
    if len(section) > _LIMITS.get(name, 10_000):
        count = f"Number of {name.lower()}, {len(section)}, is greater than maximum allowed, {_LIMITS[name]}"
        raise invalid(f"Template format error: {count}")
    return section


def _description(document: Document) -> str | None:
    description = document.get("Description")
    if description is None or isinstance(description, str):
        if len((description or "").encode()) > 1024:
            raise invalid("Template format error: 'Description' length is greater than 1024.")
        return description
    raise invalid("Template format error: Description must be a string.")


def _parameter(name: str, body: Any) -> Document:
    if not isinstance(body, dict) or "Type" not in body:
        raise invalid(
            f"Template format error: Every Parameters object must contain a Type member. [/Parameters/{name}]"
        )
    return body


def _resource(name: str, body: Any) -> ResourceDeclaration:
    place = f"Template format error: [/Resources/{name}]"
    if not isinstance(body, dict):
        raise invalid(f"{place} Every Resources member must be an object.")
    if not isinstance(body.get("Type"), str):
        raise invalid(f"{place} Every Resources object must contain a Type member.")
    for attribute in _ATTRIBUTES_NOT_EMULATED:
        if attribute in body:
            raise not_emulated(f"{attribute} of {name}")
    if unknown := sorted(set(body) - _ATTRIBUTES):
        raise invalid(f"Invalid template resource property '{unknown[0]}'")
    if not isinstance(body.get("Properties") or {}, dict):
        raise invalid(f"{place} Properties must be an object.")
    return ResourceDeclaration(
        logical_id=name,
        type=body["Type"],
        properties=body.get("Properties") or {},
        depends_on=_depends_on(place, body.get("DependsOn", [])),
        condition=body.get("Condition"),
        deletion_policy=_policy(place, body, "DeletionPolicy"),
        update_replace_policy=_policy(place, body, "UpdateReplacePolicy"),
        metadata=body.get("Metadata") or {},
    )


def _depends_on(place: str, value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise invalid(f"{place} Every DependsOn value must be a string.")
    return tuple(names)


def _policy(place: str, body: Document, attribute: str) -> str:
    value = body.get(attribute, "Delete")
    if value == "Snapshot":
        raise not_emulated(f"{attribute} Snapshot")
    if not isinstance(value, str) or value not in _POLICIES[attribute]:
        raise invalid(f"{place} Unrecognized {attribute} {value}")
    return value


def _output(name: str, body: Any) -> OutputDeclaration:
    if not isinstance(body, dict) or "Value" not in body:
        raise invalid(f"Template format error: Every Outputs member must contain a Value object. [/Outputs/{name}]")
    if unknown := sorted(set(body) - {"Value", "Description", "Condition", "Export"}):
        raise invalid(f"Template format error: Invalid outputs property : [{', '.join(unknown)}]")
    export = body.get("Export")
    if export is not None and (not isinstance(export, dict) or set(export) != {"Name"}):
        raise invalid(f"Template format error: Output {name} is malformed. The Export must contain a Name.")
    return OutputDeclaration(
        name, body["Value"], body.get("Description"), body.get("Condition"), (export or {}).get("Name")
    )
