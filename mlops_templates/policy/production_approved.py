"""Production waits for a person."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.pipeline_stages import Stage, categories, changes_production, stages
from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import Resource, resources


class ProductionApproved(CloudFormationLintRule):
    """Production waits for a person."""

    id = "E9535"
    shortdesc = "Production waits for a person"
    description = "A model reaches customers when somebody who saw its tests says so"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html"
    tags = ["mlops-templates", "codepipeline"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: add a manual approval before stage {stage['Name']} deploys")
            for name, pipeline in resources(cfn, "AWS::CodePipeline::Pipeline")
            for stage in _unasked(pipeline)
            if is_ours(cfn)
        ]


def _unasked(pipeline: Resource) -> list[Stage]:
    """Stages that deploy to production before anybody was asked."""
    found, asked = [], False
    for stage in stages(pipeline):
        kinds = categories(stage)
        before = kinds[: kinds.index("Deploy")] if "Deploy" in kinds else kinds
        if changes_production(stage) and not asked and "Approval" not in before:
            found.append(stage)
        asked |= "Approval" in kinds
    return found
