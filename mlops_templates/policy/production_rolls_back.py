"""Production rolls back by itself."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.pipeline_stages import changes_production, stages
from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class ProductionRollsBack(CloudFormationLintRule):
    """Production rolls back by itself."""

    id = "E9534"
    shortdesc = "Production rolls back by itself"
    description = "A stage that failed half-way leaves production as nobody wanted it, until somebody comes"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html"
    tags = ["mlops-templates", "codepipeline"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: stage {stage['Name']} needs OnFailure with Result ROLLBACK")
            for name, pipeline in resources(cfn, "AWS::CodePipeline::Pipeline")
            for stage in stages(pipeline)
            if is_ours(cfn) and changes_production(stage) and at(stage, "OnFailure", "Result") != "ROLLBACK"
        ]
