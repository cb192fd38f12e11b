"""Queue and topic are encrypted with a named key."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class MessagesEncrypted(CloudFormationLintRule):
    """Queue and topic are encrypted with a named key."""

    id = "E9528"
    shortdesc = "Queue and topic are encrypted with a named key"
    description = "Events and alarms quote names and figures of the project, and wait in a queue for days"
    source_url = "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html"
    tags = ["mlops-templates", "encryption"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name the project's key in KmsMasterKeyId")
            for name, found in resources(cfn, "AWS::SNS::Topic", "AWS::SQS::Queue")
            if is_ours(cfn) and not at(found, "Properties", "KmsMasterKeyId")
        ]
