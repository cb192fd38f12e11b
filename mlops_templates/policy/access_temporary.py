"""Nobody signs in with what never ends."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import resources


class AccessTemporary(CloudFormationLintRule):
    """Nobody signs in with what never ends."""

    id = "E9537"
    shortdesc = "Nobody signs in with what never ends"
    description = "Keys and passwords of IAM users hold until somebody takes them back: roles give access that ends"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: take a role instead of a user with keys")
            for name, _ in resources(cfn, "AWS::IAM::User", "AWS::IAM::AccessKey")
            if is_ours(cfn)
        ]
