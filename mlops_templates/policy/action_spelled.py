"""Actions are spelled out."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import actions, identity_statements


class ActionSpelled(CloudFormationLintRule):
    """Actions are spelled out."""

    id = "E9506"
    shortdesc = "Actions are spelled out"
    description = "A wildcard grants actions that do not exist yet"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"spell out the actions of {action}")
            for path, statement in identity_statements(cfn)
            if statement.get("Effect") == "Allow"
            for action in [*actions(statement), *(["NotAction"] if "NotAction" in statement else [])]
            if {"*", "?"} & set(action) or action == "NotAction"
        ]
