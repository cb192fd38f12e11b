"""Newer execution supersedes an older one."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class PipelineSupersedes(CloudFormationLintRule):
    """Newer execution supersedes an older one."""

    id = "E9532"
    shortdesc = "Newer execution supersedes an older one"
    description = "An execution that waited, for a person or for its turn, must not act after a newer one"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html"
    tags = ["mlops-templates", "codepipeline"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set ExecutionMode to SUPERSEDED")
            for name, found in resources(cfn, "AWS::CodePipeline::Pipeline")
            if is_ours(cfn) and at(found, "Properties", "ExecutionMode") not in (None, "SUPERSEDED")
        ]
