"""Security group lets in nobody from everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, mappings, resources

EVERYWHERE = ("0.0.0.0/0", "::/0")


class NetworkClosed(CloudFormationLintRule):
    """Security group lets in nobody from everywhere."""

    id = "E9539"
    shortdesc = "Security group lets in nobody from everywhere"
    description = "Containers and endpoints of a project are asked from its own network, never from the internet"
    source_url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    tags = ["mlops-templates", "ec2"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name the security group or the range that may ask")
            for name, rule in _ingress(cfn)
            if is_ours(cfn) and (rule.get("CidrIp") in EVERYWHERE or rule.get("CidrIpv6") in EVERYWHERE)
        ]


def _ingress(cfn: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rules within a group, and those that stand beside one."""
    for name, group in resources(cfn, "AWS::EC2::SecurityGroup"):
        for rule in mappings(at(group, "Properties", "SecurityGroupIngress")):
            yield name, rule
    for name, rule in resources(cfn, "AWS::EC2::SecurityGroupIngress"):
        yield name, rule["Properties"]
