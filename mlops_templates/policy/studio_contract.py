"""Template takes the project from Studio."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import PARAMETERS, is_project
from mlops_templates.policy.reading import at, mapping


class StudioContract(CloudFormationLintRule):
    """Template takes the project from Studio."""

    id = "E9508"
    shortdesc = "Template takes the project from Studio"
    description = "Studio passes name and id of the project to every template, and fails when a parameter is missing"
    source_url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-projects-templates-custom.html"
    tags = ["mlops-templates", "sagemaker"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        if not is_project(cfn):
            return []
        parameters = mapping(at(cfn.template, "Parameters"))
        return [
            RuleMatch(["Parameters"], f"{name}: Studio passes this parameter, so it must be a String without default")
            for name in PARAMETERS
            if at(parameters, name, "Type") != "String" or "Default" in parameters[name]
        ]
