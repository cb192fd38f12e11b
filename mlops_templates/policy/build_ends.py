"""Build ends."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class BuildEnds(CloudFormationLintRule):
    """Build ends."""

    id = "E9530"
    shortdesc = "Build ends"
    description = "A build that hangs is paid for until its time is up: say how long it may take"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/builds-working.html"
    tags = ["mlops-templates", "codebuild"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set TimeoutInMinutes to little more than its builds need")
            for name, found in resources(cfn, "AWS::CodeBuild::Project")
            if is_ours(cfn) and not at(found, "Properties", "TimeoutInMinutes")
        ]
