"""The parameters and outputs that a version's template declares."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.state import ProvisioningArtifact

CONSTRAINTS = ("AllowedPattern", "ConstraintDescription", "MaxLength", "MinLength", "MaxValue", "MinValue")


def parameters_of(artifact: ProvisioningArtifact) -> list[Document]:
    """Parameters in the words of Service Catalog; labels and groups of the template do not travel, as on AWS."""
    declared = read_template(artifact.template).get("Parameters", {})
    return [_parameter(key, declared[key]) for key in declared]


def outputs_of(artifact: ProvisioningArtifact) -> list[Document]:
    declared = read_template(artifact.template).get("Outputs", {})
    plain = {key: output for key, output in declared.items() if isinstance(output, dict)}
    return [{"Key": key, "Description": str(output.get("Description", ""))} for key, output in plain.items()]


def _parameter(key: str, declared: Document) -> Document:
    constraints: Document = {name: str(declared[name]) for name in CONSTRAINTS if name in declared}
    constraints["AllowedValues"] = [str(value) for value in declared.get("AllowedValues", [])]
    default = {"DefaultValue": str(declared["Default"])} if "Default" in declared else {}
    return {
        "ParameterKey": key,
        "ParameterType": declared["Type"],
        "IsNoEcho": str(declared.get("NoEcho", "false")).lower() == "true",
        "Description": declared.get("Description", ""),
        "ParameterConstraints": constraints,
        **default,
    }
