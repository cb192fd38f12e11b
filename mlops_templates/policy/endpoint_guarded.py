"""Endpoint rolls back by itself."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import Resource, at, mappings, resources


class EndpointGuarded(CloudFormationLintRule):
    """Endpoint rolls back by itself."""

    id = "E9516"
    shortdesc = "Endpoint rolls back by itself"
    description = "A new model is rolled out under alarms, and an alarm brings the old one back"
    source_url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"
    tags = ["mlops-templates", "sagemaker"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: DeploymentConfig needs {missing}")
            for name, endpoint in resources(cfn, "AWS::SageMaker::Endpoint")
            for missing in _missing(endpoint)
        ]


def _missing(endpoint: Resource) -> list[str]:
    config = at(endpoint, "Properties", "DeploymentConfig")
    missing = []
    if not (at(config, "BlueGreenUpdatePolicy") or at(config, "RollingUpdatePolicy")):
        missing.append("a BlueGreenUpdatePolicy or a RollingUpdatePolicy")
    alarms = mappings(at(config, "AutoRollbackConfiguration", "Alarms"))
    if not any(alarm.get("AlarmName") for alarm in alarms):
        missing.append("AutoRollbackConfiguration with Alarms")
    return missing
