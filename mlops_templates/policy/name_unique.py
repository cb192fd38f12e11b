"""Physical names are of one project."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.naming import PROJECT_ID
from mlops_templates.policy.name_budget import LIMITS
from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import at, resources


class NameUnique(CloudFormationLintRule):
    """Physical names are of one project."""

    id = "E9514"
    shortdesc = "Physical names are of one project"
    description = "A name without the project's id is taken by the first project, or by what a deleted one has left"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html"
    tags = ["mlops-templates", "naming"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties", key], f"{name}: {key} must hold {PROJECT_ID}, or be left out")
            for kind, (key, _) in LIMITS.items()
            for name, resource in resources(cfn, kind)
            if is_project(cfn) and _is_of_no_project(at(resource, "Properties", key))
        ]


def _is_of_no_project(name: object) -> bool:
    """A text without the id; what another function gives is not known here."""
    text = at(name, "Fn::Sub") if isinstance(name, dict) else name
    return isinstance(text, str) and PROJECT_ID not in text
