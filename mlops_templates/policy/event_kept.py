"""Events are retried, then kept."""

from __future__ import annotations

from collections.abc import Iterator

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import Path, Resource, at, mapping, mappings, resources


class EventKept(CloudFormationLintRule):
    """Events are retried, then kept."""

    id = "E9511"
    shortdesc = "Events are retried, then kept"
    description = "EventBridge drops what it cannot deliver, unless the target has a dead-letter queue"
    source_url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
    tags = ["mlops-templates", "events"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(path, f"{path[1]}: {_said(path)} needs {missing}")
            for path, target in targets(cfn)
            for missing in ("DeadLetterConfig", "RetryPolicy")
            if not target.get(missing)
        ]


def targets(cfn: Template) -> Iterator[tuple[Path, Resource]]:
    """Every target of a rule or a schedule, with its place in the template."""
    for name, rule in resources(cfn, "AWS::Events::Rule"):
        for index, target in enumerate(mappings(at(rule, "Properties", "Targets"))):
            yield ["Resources", name, "Properties", "Targets", index], target
    for name, schedule in resources(cfn, "AWS::Scheduler::Schedule"):
        yield ["Resources", name, "Properties", "Target"], mapping(at(schedule, "Properties", "Target"))


def _said(path: Path) -> str:
    return f"target {path[-1]}" if path[-1] != "Target" else "its target"
