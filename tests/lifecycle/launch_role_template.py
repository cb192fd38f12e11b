"""A product's template cut down to one resource and what it stands on, and two further versions of it."""

from __future__ import annotations

import copy
from typing import Any

from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.localaws.cloudformation.template.references import references
from tests.foundations.documents import Document

SECTIONS = ("AWSTemplateFormatVersion", "Parameters", "Conditions", "Mappings")


def cut_down(document: Document, name: str) -> Document:
    """The template with that resource alone, and all that it refers to."""
    resources, wanted, kept = document["Resources"], [name], {}
    while wanted:
        identifier = wanted.pop()
        if identifier in kept or identifier not in resources:
            continue
        kept[identifier] = copy.deepcopy(resources[identifier])
        after = kept[identifier].get("DependsOn", [])
        wanted += [after] if isinstance(after, str) else list(after)
        wanted += [reference.name for reference in references(kept[identifier].get("Properties", {}))]
    return {**{each: document[each] for each in SECTIONS if each in document}, "Resources": kept}


def broken(template: Document) -> Document:
    """The template with a last resource that no launch role may make."""
    last = {"Type": "AWS::SSM::Parameter", "DependsOn": sorted(template["Resources"]), "Properties": {
        "Name": "out-of-reach", "Type": "String", "Value": "none"
    }}  # fmt: skip
    return {**template, "Resources": {**template["Resources"], "Broken": last}}


def touched(template: Document, name: str) -> Document:
    """The template with one more tag, or one more statement, on the resource."""
    changed: dict[str, Any] = copy.deepcopy(template)
    resource = changed["Resources"][name]
    schema, properties = schema_of(resource["Type"]), resource["Properties"]
    if resource["Type"] == "AWS::SNS::Subscription":
        properties["FilterPolicy"] = {"touched": ["yes"]}
    elif schema is not None and schema.tagged:
        _tag(properties)
    elif "PolicyDocument" in properties:
        first = properties["PolicyDocument"]["Statement"][0]
        properties["PolicyDocument"]["Statement"].append({**first, "Sid": "Touched"})
    else:
        properties["Description"] = "touched"
    return changed


def _tag(properties: dict[str, Any]) -> None:
    tags = properties.get("Tags", [])
    if isinstance(tags, dict):
        properties["Tags"] = {**tags, "touched": "yes"}
    else:
        properties["Tags"] = [*tags, {"Key": "touched", "Value": "yes"}]
