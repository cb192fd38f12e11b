"""Log group is encrypted with a named key."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class LogEncrypted(CloudFormationLintRule):
    """Log group is encrypted with a named key."""

    id = "E9525"
    shortdesc = "Log group is encrypted with a named key"
    description = "Logs of jobs quote data: who may read them is decided by the key of the project"
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
    tags = ["mlops-templates", "logs"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name the project's key in KmsKeyId")
            for name, found in resources(cfn, "AWS::Logs::LogGroup")
            if is_ours(cfn) and not at(found, "Properties", "KmsKeyId")
        ]
