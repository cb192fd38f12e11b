"""Log group forgets."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, resources


class LogEnds(CloudFormationLintRule):
    """Log group forgets."""

    id = "E9524"
    shortdesc = "Log group forgets"
    description = "Without an end logs are kept, and paid for, for ever"
    source_url = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"
    tags = ["mlops-templates", "logs"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: set RetentionInDays, such as 90")
            for name, found in resources(cfn, "AWS::Logs::LogGroup")
            if not at(found, "Properties", "RetentionInDays")
        ]
