"""The sections of a template as values, their structure checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mlops_templates.localaws.cloudformation.template.refusal import invalid
from mlops_templates.localaws.cloudformation.template.sections import (
    description,
    mapping,
    parameter,
    refuse_null,
    section,
)
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

_SECTIONS = {"AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions"}
_SECTIONS |= {"Resources", "Outputs", "Rules"}
_NOT_EMULATED = ("Hooks", "Globals")
_ATTRIBUTES = {"Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"}
_ATTRIBUTES_NOT_EMULATED = ("CreationPolicy", "UpdatePolicy")
_POLICIES = {
    "DeletionPolicy": {"Delete", "Retain", "RetainExceptOnCreate"},
    "UpdateReplacePolicy": {"Delete", "Retain"},
}


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
    rules: Document = field(default_factory=dict)
    metadata: Any = None


def declare(document: Document) -> Template:
    """Read the sections.

    Raises:
        AwsError: `ValidationError` for a wrong structure, `NotEmulated` for a section that is not run here.
    """
    for name in _NOT_EMULATED:
        if name in document:
            raise not_emulated(f"template section {name} {document[name]!r}"[:200])
    if unknown := sorted(set(document) - _SECTIONS):
        raise invalid(f"Invalid template property or properties [{', '.join(unknown)}]")
    if document.get("AWSTemplateFormatVersion", "2010-09-09") != "2010-09-09":
        raise invalid("Template format error: unsupported value for AWSTemplateFormatVersion.")
    refuse_null(document)
    names = ("Parameters", "Mappings", "Rules", "Conditions", "Resources", "Outputs")
    sections = {name: section(document, name) for name in names}
    if not sections["Resources"]:
        raise invalid("Template format error: At least one Resources member must be defined.")
    return Template(
        description=description(document),
        parameters={name: parameter(name, body) for name, body in sections["Parameters"].items()},
        mappings={name: mapping(name, body) for name, body in sections["Mappings"].items()},
        conditions=sections["Conditions"],
        resources={name: _resource(name, body) for name, body in sections["Resources"].items()},
        outputs={name: _output(name, body) for name, body in sections["Outputs"].items()},
        rules=sections["Rules"],
        metadata=document.get("Metadata"),
    )


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
    for member in ("Properties", "Metadata"):
        if not isinstance(body.get(member, {}), dict):
            raise invalid(f"{place} {member} must be an object.")
    for key in body.get("Properties", {}):
        if key == "Ref" or (key.startswith("Fn::") and key != "Fn::Transform"):
            raise invalid(f"{place} Encountered unsupported property {key}")
    return ResourceDeclaration(
        logical_id=name,
        type=body["Type"],
        properties=body.get("Properties") or {},
        depends_on=_depends_on(place, body.get("DependsOn", [])),
        condition=_condition(place, body),
        deletion_policy=_policy(place, body, "DeletionPolicy"),
        update_replace_policy=_policy(place, body, "UpdateReplacePolicy"),
        metadata=body.get("Metadata") or {},
    )


def _depends_on(place: str, value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise invalid(f"{place} Every DependsOn value must be a string.")
    return tuple(names)


def _condition(place: str, body: Document) -> str | None:
    condition = body.get("Condition")
    if condition is not None and not isinstance(condition, str):
        raise invalid(f"{place} Every Condition member must be a string.")
    return condition


def _policy(place: str, body: Document, attribute: str) -> str:
    value = body.get(attribute, "Delete")
    if value == "Snapshot":
        kind = "deletion" if attribute == "DeletionPolicy" else "update replace"
        raise invalid(f"Template error: resource type {body['Type']} does not support {kind} policy Snapshot")
    if not isinstance(value, str) or value not in _POLICIES[attribute]:
        raise invalid(f"{place} Unrecognized {attribute} {value}")
    return value


def _output(name: str, body: Any) -> OutputDeclaration:
    if not isinstance(body, dict) or "Value" not in body:
        raise invalid(f"Template format error: Every Outputs member must contain a Value object. [/Outputs/{name}]")
    if unknown := sorted(set(body) - {"Value", "Description", "Condition", "Export"}):
        raise invalid(f"Template format error: Invalid outputs property : [{', '.join(unknown)}]")
    if not isinstance(body.get("Description", ""), str) or len(body.get("Description", "").encode()) > 1024:
        raise invalid(f"Template format error: Description of output {name} must be a string of at most 1024 bytes")
    export = body.get("Export")
    if export is not None and (not isinstance(export, dict) or set(export) != {"Name"}):
        raise invalid(f"Template format error: Output {name} is malformed. The Export must contain a Name.")
    condition = _condition(f"Template format error: [/Outputs/{name}]", body)
    return OutputDeclaration(name, body["Value"], body.get("Description"), condition, (export or {}).get("Name"))
