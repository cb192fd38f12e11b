"""Optional parameters are marked."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import at, mapping

RULES = "SagemakerTemplateParameterRules"


class ParameterOptional(CloudFormationLintRule):
    """Optional parameters are marked."""

    id = "E9518"
    shortdesc = "Optional parameters are marked"
    description = f"Studio reads from the metadata {RULES} which fields of its form may stay empty"
    source_url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-projects-templates-custom.html"
    tags = ["mlops-templates", "parameters"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        if not is_project(cfn):
            return []
        parameters = mapping(at(cfn.template, "Parameters"))
        rules = mapping(at(cfn.template, "Metadata", RULES))
        marked = {name for name, rule in rules.items() if at(rule, "Optional") is True}
        optional = {name for name, parameter in parameters.items() if "Default" in mapping(parameter)}
        return [
            *(RuleMatch(["Parameters", name], f"{name}: has a default, so mark it Optional in {RULES}")
              for name in sorted(optional - marked)),
            *(RuleMatch(["Metadata", RULES], f"{name}: is marked Optional in {RULES}, so it needs a default")
              for name in sorted(marked - optional)),
        ]  # fmt: skip
