"""What the stacks of all kinds of deployment share: their text, their parameters' kinds, their tags."""

import json
from collections.abc import Mapping
from typing import Any

import cfn_flip
from troposphere import Parameter, Ref, Tags, Template

HEADER = "# Rendered from deployment/ in the model_deploy repository: change it there.\n"
SECTIONS = ("AWSTemplateFormatVersion", "Description", "Parameters", "Conditions", "Resources", "Outputs")
ATTRIBUTES = ("Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Properties")
# A key by its ARN, or by the SSM parameter of the stage's account that holds the ARN.
KEY_ARN, KEY_BY_SSM = "String", "AWS::SSM::Parameter::Value<String>"


def new_template(description: str, parameters: Mapping[str, tuple[str, str]]) -> Template:
    """An empty template with these parameters: name to type and description."""
    template = Template(Description=description)
    template.set_version("2010-09-09")
    for name, (kind, text) in parameters.items():
        template.add_parameter(Parameter(name, Type=kind, Description=text))
    return template


def project_tags() -> Tags:
    """Tags by which Studio finds a resource of the project; the stack's own tags come on top."""
    return Tags({"sagemaker:project-id": Ref("ProjectId"), "sagemaker:project-name": Ref("ProjectName")})


def to_yaml(template: Template) -> str:
    """The template as YAML: the same text at each run."""
    document: dict[str, Any] = template.to_dict()
    ordered = {section: document[section] for section in SECTIONS if section in document}
    ordered["Resources"] = {name: _ordered(resource) for name, resource in document["Resources"].items()}
    return HEADER + cfn_flip.to_yaml(json.dumps(ordered))


def _ordered(resource: dict[str, Any]) -> dict[str, Any]:
    unknown = set(resource) - set(ATTRIBUTES)
    if unknown:
        raise ValueError(f"a resource has {', '.join(sorted(unknown))}: give it a place in ATTRIBUTES")
    return {attribute: resource[attribute] for attribute in ATTRIBUTES if attribute in resource}
