"""The policy documents of a template: what its roles may do, and where that stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfnlint.template import Template

from mlops_templates.naming import boundary_name
from mlops_templates.policy.reading import Path, at, listed, mappings, resources

Statement = dict[str, Any]


def statements(document: Any) -> list[Statement]:
    return mappings(at(document, "Statement"))


def actions(statement: Statement) -> set[str]:
    return {str(action) for action in listed(statement.get("Action"))}


def identity_statements(cfn: Template) -> Iterator[tuple[Path, Statement]]:
    """Every statement that says what a role may do, with its place in the template."""
    for path, document in _documents(cfn):
        for index, statement in enumerate(statements(document)):
            yield [*path, "Statement", index], statement


def _documents(cfn: Template) -> Iterator[tuple[Path, Any]]:
    boundaries = _boundaries(cfn)
    for name, policy in resources(cfn, "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
        # A permissions boundary grants nothing, so it may speak in wildcards.
        if policy["Properties"].get("ManagedPolicyName") != {"Fn::Sub": boundary_name()} and name not in boundaries:
            yield ["Resources", name, "Properties", "PolicyDocument"], at(policy, "Properties", "PolicyDocument")
    for name, role in resources(cfn, "AWS::IAM::Role"):
        for index, policy in enumerate(mappings(at(role, "Properties", "Policies"))):
            yield ["Resources", name, "Properties", "Policies", index, "PolicyDocument"], policy.get("PolicyDocument")


def _boundaries(cfn: Template) -> set[str]:
    """Policies that are the boundary of a role here and are attached to none."""
    roles = [role["Properties"] for _, role in resources(cfn, "AWS::IAM::Role")]
    attached = {str(at(policy, "Ref")) for role in roles for policy in listed(role.get("ManagedPolicyArns"))}
    return {str(at(role, "PermissionsBoundary", "Ref")) for role in roles} - attached
