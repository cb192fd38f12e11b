"""No partition, region or account is written down."""

from __future__ import annotations

import re

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import Path, at, texts

HARD_CODED = {
    "AWS::Partition": re.compile(r"\barn:aws(?:-[a-z-]+)?(?=:)"),
    "AWS::Region": re.compile(
        r"(?<![\w-])(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?"
        r"-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d(?![\w-])"
    ),
    "AWS::AccountId": re.compile(r"(?<![\w.-])\d{12}(?![\w.-])"),
}
"""The pseudo parameter that says it, by what it replaces."""


class NothingHardCoded(CloudFormationLintRule):
    """No partition, region or account is written down."""

    id = "E9520"
    shortdesc = "No partition, region or account is written down"
    description = "A template is published in every region and account of an organization, in any partition"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html"
    tags = ["mlops-templates", "portability"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [RuleMatch(path, message) for path, message in hard_coded(cfn)] if is_project(cfn) else []


def hard_coded(cfn: Template) -> list[tuple[Path, str]]:
    """What a template of any kind has hard-coded in its resources, conditions and outputs, and where."""
    return [
        (path, f"{found[0]} is hard-coded: say ${{{pseudo}}}, or take a parameter")
        for section in ("Resources", "Conditions", "Outputs")
        for path, text in texts(at(cfn.template, section), [section])
        if path[-1] != "Description"
        for pseudo, pattern in HARD_CODED.items()
        for found in pattern.finditer(text)
    ]
