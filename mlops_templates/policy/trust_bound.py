"""Roles trust a named principal, acting for this account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.policy_document import Statement, statements
from mlops_templates.policy.project_template import is_project
from mlops_templates.policy.reading import at, listed, mapping, resources, text_of

STATES_ACCOUNT = frozenset({"codebuild", "codepipeline", "events", "sagemaker", "scheduler", "states"})
"""Services that state the account for which they assume a role."""


class TrustBound(CloudFormationLintRule):
    """Roles trust a named principal, acting for this account."""

    id = "E9521"
    shortdesc = "Roles trust a named principal, acting for this account"
    description = "A service that acts for a stranger could otherwise be brought to use the role, the confused deputy"
    source_url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    tags = ["mlops-templates", "iam"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties", "AssumeRolePolicyDocument", "Statement", index], fault)
            for name, role in resources(cfn, "AWS::IAM::Role")
            for index, statement in enumerate(statements(at(role, "Properties", "AssumeRolePolicyDocument")))
            if statement.get("Effect") == "Allow"
            for fault in _faults(name, statement, of_project=is_project(cfn))
        ]


def _faults(name: str, statement: Statement, *, of_project: bool) -> Iterator[str]:
    if "NotPrincipal" in statement or _is_anybody(statement.get("Principal")):
        yield f"{name}: trusts anybody: name the principal"
    services = {text_of(service).partition(".")[0] for service in listed(at(statement, "Principal", "Service"))}
    unbound = sorted(services & STATES_ACCOUNT)
    if of_project and unbound and "aws:SourceAccount" not in _condition_keys(statement):
        yield f"{name}: {', '.join(unbound)} needs the condition aws:SourceAccount"


def _is_anybody(principal: Any) -> bool:
    named = principal.get("AWS") if isinstance(principal, dict) else principal
    return "*" in listed(named)


def _condition_keys(statement: Statement) -> set[str]:
    return {str(key) for keys in mapping(statement.get("Condition")).values() for key in mapping(keys)}
