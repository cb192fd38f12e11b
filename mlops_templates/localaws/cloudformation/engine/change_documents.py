"""Changes as the API shows them."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.engine.difference import PropertyChange
from mlops_templates.localaws.cloudformation.engine.plan import ResourceChange
from mlops_templates.localaws.cloudformation.template.blueprint import Blueprint
from mlops_templates.localaws.cloudformation.template.references import references
from mlops_templates.localaws.document import Document


def change_document(change: ResourceChange, old: Blueprint, new: Blueprint) -> Document:
    """One entry of a change set's Changes."""
    document: Document = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "ResourceType": change.type,
        "Scope": [],
        "Details": [],
    }
    if change.physical_id:
        document["PhysicalResourceId"] = change.physical_id
    if change.action == "Remove":
        document["PolicyAction"] = change.policy
    if change.action == "Modify":
        document["Replacement"] = change.replacement
        if change.replacement != "False":
            document["PolicyAction"] = f"ReplaceAnd{change.policy}"
        document["Scope"] = [*(["Properties"] if _named(change) else []), *_attributes(change)]
        document["Details"] = _details(change, _changed_parameters(old, new), new)
    return {"Type": "Resource", "ResourceChange": document}


def _named(change: ResourceChange) -> list[PropertyChange]:
    return [item for item in change.properties if item.name != "Tags"]


def _attributes(change: ResourceChange) -> list[str]:
    tags = [item.name for item in change.properties if item.name == "Tags"]
    return [*tags, *(name for name in change.attributes if name not in tags)]


def _details(change: ResourceChange, parameters: set[str], new: Blueprint) -> list[Document]:
    details = [detail for item in change.properties for detail in _of_property(change, item, parameters, new)]
    told = {item.name for item in change.properties if item.name == "Tags"}
    for name in _attributes(change):
        if name not in told:
            details.append(_detail(_attribute(name), "Static", "DirectModification"))
    return details


def _attribute(name: str) -> Document:
    return {"Attribute": name, "RequiresRecreation": "Never"}


def _of_property(change: ResourceChange, item: PropertyChange, parameters: set[str], new: Blueprint) -> list[Document]:
    recreation = "Always" if item.replaces else "Never"
    target = {"Attribute": "Properties", "Name": item.name, "RequiresRecreation": recreation}
    target = _attribute("Tags") if item.name == "Tags" else target
    if item.causes:
        return [
            _detail(target, "Dynamic", "ResourceReference", cause.name)
            if cause.attribute is None
            else _detail(target, "Dynamic", "ResourceAttribute", f"{cause.name}.{cause.attribute}")
            for cause in item.causes
        ]
    declared = new.resources[change.logical_id].properties.get(item.name)
    used = sorted({reference.name for reference in references(declared)} & parameters)
    if used:
        return [_detail(target, "Static", "ParameterReference", name) for name in used]
    return [_detail(target, "Static", "DirectModification")]


def _detail(target: Document, evaluation: str, source: str, entity: str | None = None) -> Document:
    detail: Document = {"Target": target, "Evaluation": evaluation, "ChangeSource": source}
    return {**detail, "CausingEntity": entity} if entity else detail


def _changed_parameters(old: Blueprint, new: Blueprint) -> set[str]:
    before, after = old.values, new.values
    return {name for name in after if name in before and before[name] != after[name]}
