"""Runs one rule over a template that is written down as a dict."""

from __future__ import annotations

from typing import Any

from cfnlint.rules import CloudFormationLintRule
from cfnlint.template import Template

PROJECT = {
    "SageMakerProjectName": {"Type": "String", "MaxLength": 32, "Description": "d", "ConstraintDescription": "c"},
    "SageMakerProjectId": {"Type": "String", "MaxLength": 20, "Description": "d", "ConstraintDescription": "c"},
}


def messages(
    rule: CloudFormationLintRule,
    resources: dict[str, Any],
    parameters: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
) -> list[str]:
    """What the rule says about the resources of a project, or of a template with other parameters."""
    parameters = PROJECT if parameters is None else parameters
    document = {"Metadata": metadata or {}, "Parameters": parameters, "Resources": resources}
    return [match.message for match in rule.match(Template("t.yaml", document, regions=["us-east-1"]))]


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"R": {"Type": kind, "Properties": properties}}


def policy(**statement: Any) -> dict[str, Any]:
    """A managed policy of one statement that allows."""
    return resource("AWS::IAM::ManagedPolicy", PolicyDocument={"Statement": [{"Effect": "Allow", **statement}]})
