"""PassRole names role and service."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import Statement, actions, identity_statements
from mlops_templates.policy.reading import listed


class PassRoleService(CloudFormationLintRule):
    """PassRole names role and service."""

    id = "E9505"
    shortdesc = "PassRole names role and service"
    description = "A role that may be passed to any service is a way around every other limit"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, "iam:PassRole needs the condition iam:PassedToService and a role as its resource")
            for path, statement in identity_statements(cfn)
            if statement.get("Effect") == "Allow" and "iam:PassRole" in actions(statement) and not _is_bound(statement)
        ]


def _is_bound(statement: Statement) -> bool:
    return "iam:PassedToService" in str(statement.get("Condition")) and "*" not in listed(statement.get("Resource"))
