"""A product's template as a plain document: sections and keys in one order, cost tags on everything."""

from __future__ import annotations

from typing import Any

from troposphere import AWSObject, Parameter, Ref, Tags, Template

from mlops_templates.blocks.parameter import COSTS
from mlops_templates.model import Product, Scm
from mlops_templates.naming import COST_TAGS, LONGEST_PROJECT_ID, LONGEST_PROJECT_NAME
from mlops_templates.synth.plain import plain_template
from mlops_templates.synth.plug_in import fault_of_plug_in

SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Conditions",
    "Resources",
    "Outputs",
)
RESOURCE_KEYS = ("Type", "Metadata", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Properties")


PROJECT_PARAMETERS = (
    Parameter(
        "SageMakerProjectName",
        Type="String",
        MinLength=1,
        MaxLength=LONGEST_PROJECT_NAME,
        AllowedPattern="^[a-zA-Z0-9](-*[a-zA-Z0-9])*$",
        ConstraintDescription="1 to 32 letters, digits, single hyphens",
        Description="Project name, from Studio",
    ),
    Parameter(
        "SageMakerProjectId",
        Type="String",
        MinLength=1,
        MaxLength=LONGEST_PROJECT_ID,
        AllowedPattern="^[a-z0-9](-*[a-z0-9])*$",
        ConstraintDescription="1 to 20 lower-case letters, digits, hyphens",
        Description="Project id, from Studio",
    ),
)

COST_PARAMETERS = {
    "Team": "Team that owns the project; a tag",
    "CostCenter": "Cost centre that pays; a tag",
}


def document(product: Product, scm: Scm) -> dict[str, Any]:
    """Build the product and put the result in order; what fails in a plug-in is told with its name."""
    try:
        return _built(product, scm)
    except (Exception, SystemExit) as error:
        fault = fault_of_plug_in(product, scm.name, error)
        if fault is None:
            raise
        raise fault from error


def _built(product: Product, scm: Scm) -> dict[str, Any]:
    template = Template(Description=product.description)
    template.set_version("2010-09-09")
    for parameter in PROJECT_PARAMETERS:
        template.add_parameter(parameter)
        template.add_parameter_to_group(parameter, "SageMaker project")
    for name, purpose in COST_PARAMETERS.items():
        template.add_parameter(_cost_parameter(name, purpose))
        template.add_parameter_to_group(name, COSTS)
    product.build(template, scm)
    for resource in template.resources.values():
        _tag(resource)
    _mark_optional(template)
    return ordered(plain_template(template))


def _cost_parameter(name: str, purpose: str) -> Parameter:
    return Parameter(
        name,
        Type="String",
        Default="unassigned",
        MinLength=1,
        MaxLength=128,
        AllowedPattern=r"^[\w .:/=+@-]+$",
        ConstraintDescription="letters, digits, spaces and _.:/=+-@",
        Description=purpose,
    )


def _mark_optional(template: Template) -> None:
    """Studio asks for every parameter that is not marked as optional."""
    optional = sorted(name for name, parameter in template.parameters.items() if "Default" in parameter.properties)
    template.metadata["SagemakerTemplateParameterRules"] = {name: {"Optional": True} for name in optional}


def _tag(resource: AWSObject) -> None:
    """Tags of costs, save on IAM, which costs nothing.

    Those of the project come to every resource from its stack, to which SageMaker gives them.
    """
    if str(resource.resource_type).startswith("AWS::IAM::"):
        return
    kinds = resource.props.get("Tags", ((),))[0]
    if kinds is dict:
        resource.Tags = {key: Ref(parameter) for key, parameter in COST_TAGS.items()}
    elif kinds:
        costs = Tags({key: Ref(parameter) for key, parameter in COST_TAGS.items()})
        resource.Tags = getattr(resource, "Tags", Tags()) + costs


def ordered(template: dict[str, Any]) -> dict[str, Any]:
    """Sections and the keys of resources as a person reads them."""
    sections = {name: template[name] for name in SECTIONS if name in template}
    sections["Resources"] = {
        identifier: {key: resource[key] for key in RESOURCE_KEYS if key in resource}
        for identifier, resource in template["Resources"].items()
    }
    return sections
