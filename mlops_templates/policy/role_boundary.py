"""Role has our permissions boundary."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.naming import boundary_arn
from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import at, resources


class RoleBoundary(CloudFormationLintRule):
    """Role has our permissions boundary."""

    id = "E9504"
    shortdesc = "Role has our permissions boundary"
    description = "The launch role may make roles only with this boundary, so a role without it fails at launch"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: PermissionsBoundary must be !Sub {boundary_arn()}")
            for name, role in resources(cfn, "AWS::IAM::Role")
            if is_project(cfn) and at(role, "Properties", "PermissionsBoundary") != {"Fn::Sub": boundary_arn()}
        ]
