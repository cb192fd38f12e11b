"""No managed policy that grants everything."""

from __future__ import annotations

import re

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, listed, resources, text_of

BROAD = re.compile(r":iam::aws:policy/.*(?:FullAccess|Administrator|PowerUser)", re.IGNORECASE)


class PolicyNarrow(CloudFormationLintRule):
    """No managed policy that grants everything."""

    id = "E9522"
    shortdesc = "No managed policy that grants everything"
    description = "Policies of AWS named FullAccess, Administrator or PowerUser grant what nobody in a project needs"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties", "ManagedPolicyArns", index], f"{name}: grant less than {arn}")
            for name, entity in resources(cfn, "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
            for index, policy in enumerate(listed(at(entity, "Properties", "ManagedPolicyArns")))
            if BROAD.search(arn := text_of(policy))
        ]
