"""Pipeline is of type V2."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class PipelineCurrent(CloudFormationLintRule):
    """Pipeline is of type V2."""

    id = "E9531"
    shortdesc = "Pipeline is of type V2"
    description = "Only V2 has execution modes, and stages that roll back by themselves"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html"
    tags = ["mlops-templates", "codepipeline"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set PipelineType to V2")
            for name, found in resources(cfn, "AWS::CodePipeline::Pipeline")
            if is_ours(cfn) and at(found, "Properties", "PipelineType") != "V2"
        ]
