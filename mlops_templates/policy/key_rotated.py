"""Key rotates."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import Resource, at, resources

SYMMETRIC = (None, "SYMMETRIC_DEFAULT")


class KeyRotated(CloudFormationLintRule):
    """Key rotates."""

    id = "E9523"
    shortdesc = "Key rotates"
    description = "A key that never changes protects all data for ever, also from who once held it"
    source_url = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"
    tags = ["mlops-templates", "kms"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set EnableKeyRotation to true")
            for name, found in resources(cfn, "AWS::KMS::Key")
            if _can_rotate(found) and at(found, "Properties", "EnableKeyRotation") not in (True, "true")
        ]


def _can_rotate(key: Resource) -> bool:
    """AWS rotates symmetric keys whose material it made."""
    origin = at(key, "Properties", "Origin")
    return at(key, "Properties", "KeySpec") in SYMMETRIC and origin in (None, "AWS_KMS")
