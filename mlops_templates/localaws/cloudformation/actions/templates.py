"""GetTemplate, GetTemplateSummary, ValidateTemplate."""

from __future__ import annotations

import json

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.actions.service import SERVICE, change_set_of, stack_of
from mlops_templates.localaws.cloudformation.capabilities import needed_capabilities
from mlops_templates.localaws.cloudformation.source import template_text
from mlops_templates.localaws.cloudformation.stack_sets.lookup import stack_set_of
from mlops_templates.localaws.cloudformation.template.declarations import Template, declare
from mlops_templates.localaws.cloudformation.template.functions import text
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.cloudformation.template.transforms import declared_transforms, without_extensions
from mlops_templates.localaws.cloudformation.template_request import checked_template
from mlops_templates.localaws.document import Document


@SERVICE.action
def get_template(call: Call, request: Document) -> Document:
    """The template of a stack or change set, as it was given or as its transform left it."""
    if request.get("ChangeSetName"):
        intent = change_set_of(call, request)[1].intent
    else:
        intent = stack_of(call, request.get("StackName") or "").intent
    processed = request.get("TemplateStage") == "Processed" and intent.processed is not None
    return {
        "TemplateBody": intent.processed if processed else intent.text,
        "StagesAvailable": ["Original", "Processed"],
    }


@SERVICE.action
def get_template_summary(call: Call, request: Document) -> Document:
    """What a template asks for and makes; whether we can make it is not looked at."""
    document = read_template(_source(call, request))
    transforms = declared_transforms(document)
    template = declare(without_extensions(document))
    return {
        **_described(template, transforms),
        "Parameters": [_declaration(key, body) for key, body in template.parameters.items()],
        "ResourceTypes": list(dict.fromkeys(item.type for item in template.resources.values())),
        "Version": document.get("AWSTemplateFormatVersion"),
        "Metadata": None if template.metadata is None else json.dumps(template.metadata),
    }


@SERVICE.action
def validate_template(call: Call, request: Document) -> Document:
    """The parameters of a template that holds no undeclared name and no unknown type."""
    source = template_text(call, request)
    template = checked_template(source)
    shown = []
    for key, body in template.parameters.items():
        declaration = _declaration(key, body)
        shown.append(
            {name: declaration[name] for name in declaration if name not in ("ParameterType", "ParameterConstraints")}
        )
    return {**_described(template, declared_transforms(read_template(source))), "Parameters": shown}


def _source(call: Call, request: Document) -> str:
    if request.get("StackSetName"):
        return stack_set_of(call, request["StackSetName"]).specification.text
    if request.get("StackName"):
        return stack_of(call, request["StackName"]).intent.text
    return template_text(call, request)


def _described(template: Template, transforms: list[str]) -> Document:
    needed, kinds = needed_capabilities(template)
    reason = f"The following resource(s) require capabilities: [{', '.join(kinds)}]" if kinds else None
    return {
        "Description": template.description,
        "Capabilities": [*needed, *(["CAPABILITY_AUTO_EXPAND"] if transforms else [])],
        "CapabilitiesReason": reason,
        "DeclaredTransforms": transforms,
    }


def _declaration(key: str, body: Document) -> Document:
    document: Document = {"ParameterKey": key, "ParameterType": body["Type"], "ParameterConstraints": {}}
    if "Default" in body:
        document["DefaultValue"] = text(body["Default"])
    if "AllowedValues" in body:
        document["ParameterConstraints"] = {"AllowedValues": [text(value) for value in body["AllowedValues"]]}
    document["NoEcho"] = text(body.get("NoEcho", False)).lower() == "true"
    return {**document, "Description": body.get("Description")}
