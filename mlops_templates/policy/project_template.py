"""Tells the template of a project from that of a foundation, which stands in the account without any project."""

from __future__ import annotations

from cfnlint.template import Template

PARAMETERS = ("SageMakerProjectName", "SageMakerProjectId")
PROJECT_TYPES = ["AWS::CodePipeline::Pipeline", "AWS::SageMaker::CodeRepository", "AWS::SageMaker::ModelPackageGroup"]


def is_project(cfn: Template) -> bool:
    """A project takes Studio's parameters, or holds what only projects have."""
    return not cfn.template.get("Parameters", {}).keys().isdisjoint(PARAMETERS) or bool(
        cfn.get_resources(PROJECT_TYPES)
    )
