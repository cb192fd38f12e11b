"""A build is privileged only where images are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, resources

PROJECT = "AWS::CodeBuild::Project"


class BuildPrivileged(CloudFormationLintRule):
    """A build is privileged only where images are asked for."""

    id = "E9540"
    shortdesc = "A build is privileged only where images are asked for"
    description = "A privileged build reaches the devices of its host: no build needs that but one of images"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html"
    tags = ["mlops-templates", "codebuild"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: let a condition decide PrivilegedMode, or leave it out")
            for name in _always_privileged(cfn)
        ]


def _always_privileged(cfn: Template) -> Iterator[str]:
    """Builds that no condition decides on, neither by the property nor by the project as a whole."""
    forms: dict[str, list[bool]] = {}
    for name, build in resources(cfn, PROJECT):
        privileged = str(at(build, "Properties", "Environment", "PrivilegedMode")).lower() == "true"
        forms.setdefault(name, []).append(privileged and "Condition" not in build)
    return (name for name, privileged in forms.items() if all(privileged))
