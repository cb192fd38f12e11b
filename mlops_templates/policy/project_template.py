"""Tells the template of a project from that of a foundation, which stands in the account without any project."""

from __future__ import annotations

from cfnlint.template import Template

from mlops_templates.policy.reading import at, mapping

NAME = "mlops-templates"
PARAMETERS = ("SageMakerProjectName", "SageMakerProjectId")
PROJECT_TYPES = ["AWS::SageMaker::CodeRepository", "AWS::SageMaker::ModelPackageGroup"]


def is_project(cfn: Template) -> bool:
    """A project takes Studio's parameters, or holds what only projects have."""
    takes_project = not mapping(at(cfn.template, "Parameters")).keys().isdisjoint(PARAMETERS)
    return takes_project or bool(cfn.get_resources(PROJECT_TYPES))


def is_ours(cfn: Template) -> bool:
    """A project, or a foundation that projects stand on, which says so in its description."""
    return is_project(cfn) or NAME in str(at(cfn.template, "Description"))
