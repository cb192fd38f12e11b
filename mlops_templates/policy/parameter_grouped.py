"""Parameters stand in groups."""

from __future__ import annotations

from collections import Counter

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import at, listed, mapping, mappings


class ParameterGrouped(CloudFormationLintRule):
    """Parameters stand in groups."""

    id = "E9517"
    shortdesc = "Parameters stand in groups"
    description = "The consoles of CloudFormation and Service Catalog order the form by AWS::CloudFormation::Interface"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-interface.html"
    )
    tags = ["mlops-templates", "parameters"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        if not is_project(cfn):
            return []
        interface = at(cfn.template, "Metadata", "AWS::CloudFormation::Interface")
        groups = mappings(at(interface, "ParameterGroups"))
        grouped = Counter(
            str(name) for group in groups if at(group, "Label", "default") for name in listed(group.get("Parameters"))
        )
        return [
            RuleMatch(["Parameters", name], f"{name}: must stand in one labelled group of the Interface")
            for name in mapping(at(cfn.template, "Parameters"))
            if grouped[name] != 1
        ]
