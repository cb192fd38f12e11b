"""Events are retried, then kept."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, mappings, resources


class EventKept(CloudFormationLintRule):
    """Events are retried, then kept."""

    id = "E9511"
    shortdesc = "Events are retried, then kept"
    description = "EventBridge drops an event that it cannot deliver, unless the target has a dead-letter queue"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
    tags = ["mlops-templates", "events"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties", "Targets", index], f"{name}: target {index} needs {missing}")
            for name, rule in resources(cfn, "AWS::Events::Rule")
            for index, target in enumerate(mappings(at(rule, "Properties", "Targets")))
            for missing in ("DeadLetterConfig", "RetryPolicy")
            if not target.get(missing)
        ]
