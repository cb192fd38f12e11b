"""Resources are named."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import actions, identity_statements, listed

# The only actions of our products that know no resource, or none that a template can name.
WITHOUT_RESOURCE = frozenset({"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"})


class ResourceNamed(CloudFormationLintRule):
    """Resources are named."""

    id = "E9507"
    shortdesc = "Resources are named"
    description = "Resource * only for actions that know no resource"
    source_url = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"name the resources of {', '.join(sorted(unnamed))}")
            for path, statement in identity_statements(cfn)
            if statement.get("Effect") == "Allow" and "*" in listed(statement.get("Resource", "*"))
            if (unnamed := actions(statement) - WITHOUT_RESOURCE)
        ]
